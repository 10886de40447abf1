import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Text } from '../../../src/simulator/twilio/account.ts';
import { type LocalTwilio, startTwilio, type TwilioWish } from '../../../src/simulator/twilio/start.ts';
import { realClock } from '../../support/clock.ts';

/** A webhook as it came in. */
export interface Received {
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a test's program answers. */
export interface Answer {
  readonly status?: number;
  readonly body?: string;
  /** Breaks the connection instead. */
  readonly isBroken?: boolean;
}

export const PHONE = '+447700900123';
const QUICKLY = { sentMs: 1, endedMs: 1, webhookRetryMs: 1 };

/** A Twilio on a port, a program that its webhooks go to, and all texts that reached a phone. */
export async function openStage(wish: Partial<TwilioWish> = {}) {
  const received: Received[] = [];
  const texts: Text[] = [];
  const answers: { next(one: Received): Answer } = { next: () => ({}) };
  const program = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    const one = { path: request.url ?? '', params, headers: request.headers };
    received.push(one);
    const { status = 200, body = '<Response/>', isBroken = false } = answers.next(one);
    if (isBroken) request.socket.destroy();
    else response.writeHead(status, { 'Content-Type': 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
  const home = `http://127.0.0.1:${(program.address() as AddressInfo).port}`;
  const twilio = await startTwilio({ clock: realClock, ...QUICKLY, onText: (text) => void texts.push(text), ...wish });
  onTestFinished(async () => {
    await twilio.close();
    program.closeAllConnections();
    program.close();
  });
  twilio.account.setInboundUrl(`${home}/replies`);
  return {
    twilio,
    home,
    received,
    texts,
    answers,
    statuses: () =>
      received.filter(({ params }) => 'MessageStatus' in params).map(({ params }) => params.MessageStatus),
    replies: () => received.filter(({ params }) => 'Body' in params).map(({ params }) => params),
    /** The person writes back. */
    say: (body: string) => void twilio.account.receive({ from: PHONE, to: twilio.number, body }),
    /** A plain text by the API. */
    text: (form: Readonly<Record<string, string>> = {}) =>
      request(twilio, 'POST', 'Messages.json', {
        To: PHONE,
        From: twilio.number,
        Body: 'Was it you? Reply YES or NO.',
        StatusCallback: `${home}/status?challenge=chl_1`,
        ...form,
      }),
  };
}

export interface Replied {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A request to the API by hand; the form of a GET is its query. */
export async function request(
  { url, sid, tokens }: LocalTwilio,
  method: 'GET' | 'POST',
  path: string,
  form: Readonly<Record<string, string>> = {},
  more: { readonly password?: string; readonly account?: string; readonly withinMs?: number } = {},
): Promise<Replied> {
  const { password = tokens[0] ?? '', account = sid, withinMs = 10_000 } = more;
  const text = new URLSearchParams(form).toString();
  const response = await fetch(
    `${url}/2010-04-01/Accounts/${account}/${path}${method === 'GET' && text ? `?${text}` : ''}`,
    {
      method,
      headers: {
        Authorization: `Basic ${Buffer.from(`${sid}:${password}`).toString('base64')}`,
        ...(method === 'POST' && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      },
      ...(method === 'POST' && { body: text }),
      signal: AbortSignal.timeout(withinMs),
    },
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
