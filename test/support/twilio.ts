import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { onTestFinished } from 'vitest';
import type { TwilioSettings } from '../../src/adapters/sms/settings.ts';

export const TOKEN = 'a_token_of_the_account';
export const OLD_TOKEN = 'a_token_being_rolled';
export const PUBLIC_URL = 'https://countersign.example.com';

/** A request as it came. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly form: URLSearchParams;
}

/** How it answers a text: takes it, does what it is told with a status and a code, or takes it and gives no answer. */
export type TwilioManner =
  | 'takes'
  | 'takes_and_hangs'
  | 'takes_and_breaks'
  | 'takes_and_fails'
  | 'resets'
  | 'garbage'
  | 'html'
  | { readonly status: number; readonly code?: number };

/** A text that was taken. */
export interface TakenText {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly callback: string;
  readonly validity: string;
  status: string;
  errorCode: number | null;
}

/** As much of Twilio's API as sends and lists texts, on this machine until the test is over. */
export async function openTwilio() {
  const asked: Asked[] = [];
  const texts: TakenText[] = [];
  const twilio = { apiHost: '', asked, texts, manner: 'takes' as TwilioManner, isListDown: false, nowMs: Date.now };

  function take(form: URLSearchParams): TakenText {
    const text = {
      sid: `SM${String(texts.length + 1).padStart(32, '0')}`,
      to: form.get('To') ?? '',
      from: form.get('From') ?? form.get('MessagingServiceSid') ?? '',
      body: form.get('Body') ?? '',
      callback: form.get('StatusCallback') ?? '',
      validity: form.get('ValidityPeriod') ?? '',
      createdAtMs: twilio.nowMs(),
      status: 'queued',
      errorCode: null,
    };
    texts.unshift(text);
    return text;
  }

  function answerText(request: IncomingMessage, response: ServerResponse, form: URLSearchParams): void {
    const { manner } = twilio;
    const isTaken = typeof manner === 'string' && manner.startsWith('takes');
    const text = isTaken ? take(form) : null;
    if (typeof manner === 'object') json(response, manner.status, errorBody(manner));
    else if (manner === 'takes' && text) json(response, 201, resource(text));
    else if (manner === 'takes_and_fails') json(response, 500, errorBody({ status: 500, code: 20500 }));
    else if (manner === 'takes_and_breaks' || manner === 'resets') request.socket.destroy();
    else if (manner === 'garbage') response.writeHead(201).end('taken');
    else if (manner === 'html') response.writeHead(403, { 'Content-Type': 'text/html' }).end('<b>no</b>');
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const [path = '', query = ''] = url.split('?');
      const form = new URLSearchParams(method === 'GET' ? query : Buffer.concat(parts).toString());
      asked.push({ method, path, authorization: headers.authorization ?? '', form });
      if (method === 'POST') return answerText(request, response, form);
      if (twilio.isListDown) return json(response, 503, errorBody({ status: 503 }));
      const messages = texts.filter(({ to }) => to === form.get('To')).map(resource);
      return json(response, 200, { messages, page: 0, next_page_uri: null });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  twilio.apiHost = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return twilio;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function errorBody({ status, code }: { readonly status: number; readonly code?: number }) {
  return { status, ...(code !== undefined && { code }), message: 'The number +14155550100 can not be texted' };
}

function resource({ errorCode, ...text }: TakenText & { readonly createdAtMs?: number }) {
  const at = new Date(text.createdAtMs ?? 0).toUTCString().replace('GMT', '+0000');
  const { sid, to, from, body, status } = text;
  const fixed = { direction: 'outbound-api', date_created: at, date_updated: at, date_sent: null };
  return { sid, to, from, body, status, error_code: errorCode, ...fixed };
}

/** Settings that lead to it. */
export function twilioSettings(apiHost: string | null, changes: Partial<TwilioSettings> = {}): TwilioSettings {
  return {
    accountSid: `AC${'0'.repeat(32)}`,
    authTokens: [TOKEN, OLD_TOKEN],
    from: '+14155550999',
    testNumbers: 'any',
    apiHost,
    publicUrl: PUBLIC_URL,
    ...changes,
  };
}

/** The header `X-Twilio-Signature` of a post to this path. */
export function twilioSignature(path: string, params: Readonly<Record<string, string>>, token = TOKEN): string {
  return getExpectedTwilioSignature(token, `${PUBLIC_URL}${path}`, params);
}
