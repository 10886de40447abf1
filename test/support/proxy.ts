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

/**
 * A way to Postgres that can be taken away: `stallOpen` holds back the connections that there are and lets new ones
 * through, `stall` holds back what comes after too, `close` breaks every connection.
 */
export async function openProxy(
  port: number,
  target: URL,
): Promise<{ stallOpen(): void; stall(): void; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let isStalled = false;
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
        if (!isStalled) from.pipe(to);
      }
    }),
    port,
  );
  const stallOpen = () => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  return {
    stallOpen,
    stall() {
      isStalled = true;
      stallOpen();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
