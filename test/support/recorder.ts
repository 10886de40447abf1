import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One request as a recorder got it: its form decoded, with Stripe's brackets in the names. */
export interface Recorded {
  readonly call: string;
  readonly form: Readonly<Record<string, string>>;
  readonly idempotencyKey: string | undefined;
}

/** What a recorder answers with. */
export interface Answered {
  readonly status?: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server on 127.0.0.1 that writes down every request, until the test is over. */
export async function recorder(
  answer: (request: Recorded, number: number) => Answered,
): Promise<{ readonly host: string; readonly requests: readonly Recorded[] }> {
  const requests: Recorded[] = [];
  const server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    const request: Recorded = {
      call: `${incoming.method} ${incoming.url}`,
      form: Object.fromEntries(new URLSearchParams(body)),
      idempotencyKey: incoming.headers['idempotency-key']?.toString(),
    };
    requests.push(request);
    const { status = 200, json, headers = {} } = answer(request, requests.length);
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
