import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that can be broken. */
export interface TcpProxy {
  readonly port: number;
  /** Breaks every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Keeps every connection, accepts new ones, and passes nothing on. */
  freeze(): void;
  /** Mends what was broken; what came while frozen is passed on now. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Passes connections to a port of this machine on to another server. */
export async function openTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const pending: (() => void)[] = [];
  let isFrozen = false;

  function join(inner: Socket): void {
    const outer = connect({ host: target.host, port: target.port });
    for (const [socket, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('data', (chunk: Buffer) => other.write(chunk));
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      if (isFrozen) socket.pause();
    }
  }

  const server = createServer((inner) => {
    if (!isFrozen) {
      join(inner);
      return;
    }
    // Accepted and silent: the other side isn't even connected to.
    sockets.add(inner);
    inner.on('error', () => inner.destroy());
    inner.on('close', () => sockets.delete(inner));
    pending.push(() => !inner.destroyed && join(inner));
  });

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });

  function cut(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    return closed;
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    async restore() {
      isFrozen = false;
      if (!server.listening) await listen(port);
      for (const socket of sockets) socket.resume();
      for (const start of pending.splice(0)) start();
    },
    async close() {
      if (server.listening) await cut();
    },
  };
}
