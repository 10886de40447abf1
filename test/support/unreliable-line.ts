import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** What went wrong on the way so far. */
export interface LineFaults {
  /** Connections that broke before a request got through, and before its answer did. */
  readonly requestsLost: number;
  readonly answersLost: number;
  /** Events that were turned away with a 503. */
  readonly turnedAway: number;
}

const EVENT = 'POST /webhooks/stripe/events ';
const BUSY = 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/**
 * A line to a port of this machine on which these shares of the requests, and of their answers, meet a broken
 * connection, and of the events as many a 503. Open until the test is over.
 */
export async function openUnreliableLine(
  port: number,
  shares: { readonly asks: number; readonly events: number },
  random: () => number,
) {
  const faults = { requestsLost: 0, answersLost: 0, turnedAway: 0 };
  const sockets = new Set<Socket>();

  function join(inward: Socket, outward: Socket): void {
    for (const socket of [inward, outward]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        inward.destroy();
        outward.destroy();
      });
    }
    let share = shares.asks;
    inward.on('data', (chunk: Buffer) => {
      const isEvent = chunk.toString('latin1', 0, EVENT.length) === EVENT;
      share = isEvent ? shares.events : shares.asks;
      if (isEvent && random() < share) {
        faults.turnedAway += 1;
        inward.end(BUSY);
      } else if (random() < share) {
        faults.requestsLost += 1;
        inward.destroy();
      } else outward.write(chunk);
    });
    outward.on('data', (chunk: Buffer) => {
      if (random() < share) {
        faults.answersLost += 1;
        inward.destroy();
      } else inward.write(chunk);
    });
  }

  const server = createServer((inward) => join(inward, connect(port, '127.0.0.1')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, faults: (): LineFaults => ({ ...faults }) };
}
