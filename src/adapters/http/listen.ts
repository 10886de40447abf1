import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { limits } from '../../core/domain/limits.ts';

/** A server that takes requests until it is closed. */
export interface Listening {
  readonly port: number;
  /** Takes no more requests, and resolves when those under way are answered. */
  close(): Promise<void>;
}

/** The port can't be had. */
export class PortUnavailable extends Error {
  override readonly name = 'PortUnavailable';
}

/** Starts to listen, on every address or on one; port 0 takes a free one. Rejects with PortUnavailable. */
export async function listen(app: Express, port: number, host?: string): Promise<Listening> {
  const server = createServer(
    {
      requestTimeout: limits.requestTimeoutMs,
      headersTimeout: limits.requestTimeoutMs,
      // Longer than load balancers keep theirs, so that none sends an ask into a connection that is just closing.
      keepAliveTimeout: limits.keepAliveTimeoutMs,
    },
    app,
  );
  await new Promise<void>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new PortUnavailable(reasonOf(error, port)));
    server.once('error', fail);
    server.listen({ port, host }, () => {
      server.off('error', fail);
      resolve();
    });
  });
  let isClosing = false;
  // A connection that is kept busy is never idle: each is told to end with the answer that it gets next.
  server.prependListener('request', (_request, response) => {
    if (isClosing) response.setHeader('Connection', 'close');
  });
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      isClosing = true;
      const closed = new Promise((resolve) => server.close(resolve));
      // By then Stripe has given up on every answer that is still under way.
      const cut = setTimeout(() => server.closeAllConnections(), limits.stripeTimeoutMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

function reasonOf(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE') return `port ${port} is taken; set PORT to another one`;
  if (error.code === 'EACCES') return `port ${port} may not be opened by this user; set PORT to one above 1023`;
  return `port ${port} can't be opened: ${error.message}`;
}
