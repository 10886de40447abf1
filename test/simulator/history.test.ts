import { expect, test } from 'vitest';
import { readAuthorization } from '../../src/adapters/stripe/authorization.ts';
import { readEvent } from '../../src/adapters/stripe/event.ts';
import { writeHistory } from '../../src/simulator/history.ts';
import { DEFAULT_SETTINGS } from '../../src/simulator/stripe/settings.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 5);

type Line = { readonly object: string; readonly [key: string]: unknown };

async function history(seed: string, days = 20, signal = new AbortController().signal, settings = DEFAULT_SETTINGS) {
  const text: string[] = [];
  const counts = await writeHistory({
    world: { seed, startMs: START_MS, cardholders: 60, scenario: 'all', fraudShare: 0.03 },
    untilMs: START_MS + days * DAY_MS,
    settings,
    signal,
    write: async (line) => void text.push(line),
    onProgress: () => undefined,
  });
  return { counts, text, lines: text.map((line) => JSON.parse(line) as Line) };
}

test('the same seed writes the same history to the byte, another seed another one', async () => {
  const [once, again, other] = await Promise.all([history('a'), history('a'), history('b')]);
  expect(again.text).toEqual(once.text);
  expect(other.text.length).toBeGreaterThan(100);
  expect(other.text[0]).not.toBe(once.text[0]);
});

test('every authorization has its label, and frauds, disputes and logins are among the lines', async () => {
  const { lines, counts } = await history('a', 45);
  const labels = lines.filter(({ object }) => object === 'countersign.label');
  const made = lines.filter(({ type }) => type === 'issuing_authorization.created');
  const idOf = (line: Line) => (line.data as { object: { id: string } }).object.id;
  expect(labels.map(({ authorization }) => authorization).sort()).toEqual(made.map(idOf).sort());
  expect(labels.filter(({ is_fraud }) => is_fraud === true).length).toBe(counts.frauds);
  expect(counts).toMatchObject({ authorizations: labels.length, lines: lines.length });
  expect(counts.frauds).toBeGreaterThan(0);
  expect(counts.disputes).toBeGreaterThan(0);
  expect(lines.filter(({ type }) => type === 'issuing_dispute.created').length).toBe(counts.disputes);
  expect(lines.some(({ object, type }) => object === 'countersign.event' && type === 'login')).toBe(true);
});

test('events come in the order of their time, and every ask can be read', async () => {
  const { lines } = await history('c');
  const events = lines.filter(({ object }) => object === 'event');
  const times = events.map(({ created }) => Number(created));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const asks = events.filter(({ type }) => type === 'issuing_authorization.request');
  for (const ask of asks) {
    const reading = readEvent(ask);
    const object = reading.isEvent ? reading.event.object : null;
    expect(readAuthorization(object, { livemode: false, account: null }, null)).toMatchObject({ isReadable: true });
  }
  expect(asks.length).toBeGreaterThan(500);
});

test('a history that is told to end stops where it is', async () => {
  const controller = new AbortController();
  controller.abort();
  expect((await history('a', 20, controller.signal)).counts.lines).toBe(0);
});

test('the questions of Stripe about its own blocks stand in a history where they are wanted, with what came of them', async () => {
  const settings = { ...DEFAULT_SETTINGS, challengesOwnBlocks: true, blocksScoresAbove: 30 };
  const { lines } = await history('a', 20, new AbortController().signal, settings);
  const objects = lines.flatMap(({ object, data }) => (object === 'event' ? [(data as { object: Seen }).object] : []));
  const statuses = new Set(objects.flatMap(({ fraud_challenges: asked }) => asked?.map(({ status }) => status) ?? []));
  expect(statuses).toEqual(new Set(['pending', 'verified', 'rejected', 'expired', 'undeliverable']));
  expect(objects.some(({ verified_by_fraud_challenge: isVerified }) => isVerified === true)).toBe(true);
  const { lines: quiet } = await history('a');
  expect(quiet.filter((line) => JSON.stringify(line).includes('"status":"verified"'))).toEqual([]);
});

interface Seen {
  readonly fraud_challenges?: readonly { readonly status: string }[] | null;
  readonly verified_by_fraud_challenge?: boolean | null;
}
