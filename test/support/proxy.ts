import { connect, createServer, type Server, type Socket } from 'node:net';

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = await listen(createServer(), 0);
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: Server, port: number): Promise<Server> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

/** A way to Postgres that can be taken away: `stall` holds back what is under way, `close` breaks every connection. */
export async function openProxy(port: number, target: URL): Promise<{ stall(): void; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = await listen(
    createServer((inward) => {
      const outward = connect(Number(target.port || 5432), target.hostname);
      for (const [from, to] of [
        [inward, outward],
        [outward, inward],
      ] as const) {
        sockets.add(from);
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
        from.pipe(to);
      }
    }),
    port,
  );
  return {
    stall() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
