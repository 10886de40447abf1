import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { expect, onTestFinished, test } from 'vitest';
import { createDelivery, type DeliveryOptions } from '../../src/simulator/delivery.ts';
import { DEFAULT_SWITCHES } from '../../src/simulator/stripe/settings.ts';
import type { SimulatedEvent } from '../../src/simulator/stripe/transport.ts';
import { createManualClock } from '../support/clock.ts';

interface Received {
  readonly path: string;
  readonly id: string;
  readonly signature: string;
  readonly body: string;
}

/** A server on this machine that keeps what it gets and answers what `answer` says; null breaks the connection. */
async function endpoint(answer: (received: Received, times: number) => number | 'silence' | null) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const event = { path: request.url ?? '', id: JSON.parse(body).id, body, signature: signatureIn(request) };
    received.push(event);
    const status = answer(event, received.filter(({ id }) => id === event.id).length);
    if (status === 'silence') return;
    if (status === null) request.socket.destroy();
    else response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

function signatureIn(request: IncomingMessage): string {
  return String(request.headers['stripe-signature']);
}

function eventOf(number: number): SimulatedEvent {
  return {
    id: `evt_${number}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_790_000_000,
    type: 'issuing_card.created',
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    data: { object: {} },
  };
}

function delivery(url: string, changes: Partial<DeliveryOptions> = {}) {
  const clock = createManualClock(Date.now());
  const made = createDelivery({
    url,
    askSecrets: ['whsec_asks'],
    eventSecrets: ['whsec_events'],
    switches: DEFAULT_SWITCHES,
    seed: 'a seed',
    disorder: { duplicates: 0, overtaken: 0 },
    clock,
    ...changes,
  });
  return { ...made, clock };
}

/** Moves time on until everything is delivered. */
async function deliverAll({ clock, counts }: ReturnType<typeof delivery>): Promise<void> {
  while (counts().waiting > 0) {
    await clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('an ask is signed with the secret of its endpoint and given what came back', async () => {
  const { url, received } = await endpoint(() => 200);
  const result = await delivery(url).ask(eventOf(1), 2_000);
  expect(result).toMatchObject({ kind: 'replied', status: 200, body: '{}' });
  const [{ path, body, signature } = { path: '', body: '', signature: '' }] = received;
  expect(path).toBe('/webhooks/stripe/authorizations');
  expect(Stripe.webhooks.constructEvent(body, signature, 'whsec_asks').id).toBe('evt_1');
  expect(() => Stripe.webhooks.constructEvent(body, signature, 'whsec_events')).toThrow();
});

test('an ask that is not answered in time is over', async () => {
  const { url } = await endpoint(() => 'silence');
  expect(await delivery(url).ask(eventOf(1), 50)).toEqual({ kind: 'timed_out' });
});

test('an ask that meets a broken connection says so', async () => {
  const { url } = await endpoint(() => null);
  expect((await delivery(url).ask(eventOf(1), 2_000)).kind).toBe('unreachable');
});

test('while a secret is rolled both sign, or the new one alone', async () => {
  const { url, received } = await endpoint(() => 200);
  const askSecrets = ['whsec_old', 'whsec_new'];
  await delivery(url, { askSecrets }).ask(eventOf(1), 2_000);
  await delivery(url, { askSecrets, switches: { rolledSecret: 'new' } }).ask(eventOf(2), 2_000);
  const holds = ({ body, signature }: Received, secret: string) => {
    try {
      return Stripe.webhooks.constructEvent(body, signature, secret).object === 'event';
    } catch {
      return false;
    }
  };
  expect(received.map((event) => askSecrets.map((secret) => holds(event, secret)))).toEqual([
    [true, true],
    [false, true],
  ]);
});

test('an event is sent again until it is acknowledged, signed anew each time', async () => {
  const { url, received } = await endpoint((_event, times) => (times < 3 ? 503 : 200));
  const sent = delivery(url);
  sent.emit(eventOf(1));
  await deliverAll(sent);
  expect(received.map(({ path }) => path)).toEqual(Array(3).fill('/webhooks/stripe/events'));
  expect(new Set(received.map(({ signature }) => signature)).size).toBe(3);
  expect(sent.counts()).toEqual({ delivered: 1, retried: 2, lost: 0, waiting: 0 });
});

test('some events are delivered twice and some are overtaken, the same ones for the same seed', async () => {
  const order: string[][] = [];
  for (let run = 0; run < 2; run += 1) {
    const { url, received } = await endpoint(() => 200);
    const sent = delivery(url, { disorder: { duplicates: 0.3, overtaken: 0.3 } });
    for (let number = 1; number <= 30; number += 1) sent.emit(eventOf(number));
    await deliverAll(sent);
    order.push(received.map(({ id }) => id).sort());
    expect(new Set(received.map(({ id }) => id)).size).toBe(30);
    expect(received.length).toBeGreaterThan(32);
    const firsts = [...new Set(received.map(({ id }) => Number(id.slice(4))))];
    expect(firsts).not.toEqual(firsts.toSorted((a, b) => a - b));
  }
  expect(order[0]).toEqual(order[1]);
});

test('what still waits at the end is counted as lost', async () => {
  const { url } = await endpoint(() => 503);
  const sent = delivery(url);
  sent.emit(eventOf(1));
  await sent.clock.advance(0);
  while (sent.counts().retried === 0) await new Promise((resolve) => setImmediate(resolve));
  sent.close();
  await sent.drained();
  expect(sent.counts()).toEqual({ delivered: 0, retried: 1, lost: 1, waiting: 0 });
});
