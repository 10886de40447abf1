import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a receiver got. */
export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly path: string;
}

/** How it answers: with a status, by redirecting, with bytes that are no HTTP, with a body without end, or never. */
export type Manner = number | 'redirect' | 'garbage' | 'endless' | 'silent';

/** A receiver of webhooks on this machine until the test is over; `manner` may be changed. */
export async function openReceiver() {
  const got: Received[] = [];
  const receiver = { url: '', got, manner: 200 as Manner, ids: () => got.map(({ text }) => JSON.parse(text).id) };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      got.push({ headers: request.headers, text: Buffer.concat(parts).toString(), path: request.url ?? '' });
      const { manner } = receiver;
      if (manner === 'silent') return;
      if (manner === 'garbage') request.socket.end('I do not speak HTTP\r\n\r\n');
      else if (manner === 'redirect') response.writeHead(307, { Location: '/elsewhere' }).end();
      else if (manner === 'endless') {
        response.writeHead(200);
        const pour = () => {
          if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(pour));
        };
        pour();
      } else response.writeHead(manner).end('taken');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/alarms`;
  return receiver;
}
