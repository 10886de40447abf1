import { expect, test } from 'vitest';
import type { DemoTitle } from '../../../../src/apps/cli/demo/feed.ts';
import { createPlain } from '../../../../src/apps/cli/demo/plain.ts';
import { AT_MS, answerOf, askOf, decided, entryOf, TITLE } from './events.ts';

function stage(title: DemoTitle = TITLE) {
  const written: string[] = [];
  let nowMs = 0;
  const timers = new Map<() => void, number>();
  const view = createPlain({
    write: (text) => written.push(text),
    nowMs: () => nowMs,
    every(ms, run) {
      timers.set(run, ms);
      return () => timers.delete(run);
    },
    title,
  });
  function tick(ms: number): void {
    nowMs += ms;
    for (const run of timers.keys()) run();
  }
  return { view, tick, timers, text: () => written.join('') };
}

test('an event is a line, and a purchase that went well is told by its decision alone', () => {
  const { view, text } = stage();
  view.start();
  view.told('something worth knowing');
  view.attackBegan({ attack: 'stolen-card', atMs: AT_MS, what: 'a wallet is found' });
  view.answered(decided());
  view.asked(askOf());
  view.purchased(entryOf());
  view.answered(decided({ score: 83 }));
  view.asked(askOf({ result: { kind: 'unreachable', problem: 'ECONNREFUSED' } }));
  view.asked(askOf({ problem: 'no Stripe-Version', isApproved: false }));
  view.purchased(entryOf({ answer: answerOf('spending_controls') }));
  expect(text().trimEnd().split('\n')).toEqual([
    'Countersign answers a simulated Stripe at http://127.0.0.1:4242: scenario all, seed countersign, ' +
      'about 4 asks a second, 60 times real time; records in .countersign/demo',
    'something worth knowing',
    '14:03:22  ATTACK      stolen card: a wallet is found',
    '14:03:22  approved    12.34 USD at Sample Rides (taxicabs limousines, US), 4.2 ms',
    '14:03:22  declined    12.34 USD at Sample Rides (taxicabs limousines, US): fraud score 83 is above 50, 4.2 ms',
    '14:03:22  no answer   iauth_1: ECONNREFUSED, Stripe by itself let it through',
    '14:03:22  bad reply   iauth_1: no Stripe-Version, Stripe by itself turned it down',
    '14:03:22  not asked   10.00 USD at Fern & Quill Books: Stripe settled it (spending controls)',
  ]);
});

test('a line says declined only of a decline', () => {
  const { view, tick, text } = stage();
  view.start();
  view.answered(decided());
  view.answered(decided({ score: 83 }));
  view.purchased(entryOf({ answer: answerOf('suspected_fraud') }));
  tick(10_000);
  expect(text().match(/declined/g)).toHaveLength(1);
});

test('every ten seconds a line says what was counted', () => {
  const { view, tick, timers, text } = stage();
  view.start();
  view.answered(decided({ score: 83 }));
  view.asked(askOf());
  view.purchased(entryOf({ isFraud: true, usdMinor: 123_456, answer: answerOf('webhook_declined') }));
  expect([...timers.values()]).toEqual([10_000]);
  tick(10_000);
  expect(text().trimEnd().split('\n').at(-1)).toBe(
    '--  asked 1, approvals 0, declines 1, late 0; fraud stopped 1,234.56 USD (1 of 1), let through 0.00 USD ' +
      '(0 of 1), good purchases turned down 0.00 USD (0 of 0); p50 4.0 ms, p99 4.0 ms, slowest 4.0 ms, 1,996 ms to spare',
  );
});

test('nothing in it moves a cursor or has a colour', () => {
  const { view, tick, text } = stage();
  view.start();
  view.answered(decided({ authorization: { merchant_data: { name: 'x\u001b[31m' } } }));
  tick(10_000);
  view.end();
  expect(text()).not.toContain('\u001b');
});

test('the end prints a summary, once, and stops the lines', () => {
  const { view, tick, timers, text } = stage({ ...TITLE, seed: "it's", speed: 1 });
  view.start();
  for (const score of [83, 84, 3]) view.answered(decided({ score }));
  for (const tookMs of [4, 4, 31]) view.asked(askOf({ tookMs }));
  view.purchased(entryOf({ isFraud: true, usdMinor: 123_456, answer: answerOf('webhook_declined') }));
  view.purchased(entryOf({ answer: answerOf('webhook_declined') }));
  view.purchased(entryOf());
  view.purchased(entryOf({ answer: answerOf('suspected_fraud') }));
  tick(200_000);
  const before = text();
  view.end();
  view.end();
  view.answered(decided());
  expect(timers.size).toBe(0);
  expect(text().slice(before.length).split('\n')).toEqual([
    '',
    "Countersign, 3 min 20 s of scenario all with seed it's",
    '',
    '  asked                     3',
    '  approved                  1',
    '  declined                  2',
    '  blocked by Stripe         1',
    '',
    '  fraud stopped             1,234.56 USD  1 of 1',
    '  fraud let through             0.00 USD  0 of 1',
    '  good purchases declined      10.00 USD  1 of 2',
    '  good purchases approved      10.00 USD  1 of 2',
    '',
    '  answered in               p50 4.0 ms, p99 31 ms, slowest 31 ms',
    '                            the slowest left 1,969 ms of the 2,000 ms that Stripe waits',
    '',
    '  declined because          2  fraud score is above 50',
    '',
    '  records                   .countersign/demo keeps every decision and its reasons',
    "  again                     npx countersign demo --seed 'it'\\''s' --rate 4 --speed 1 --scenario all",
    '                            it goes on with the same records',
    '',
    '',
  ]);
});

test('the summary names the most frequent reasons, and counts the others', () => {
  const { view, text } = stage();
  view.start();
  for (let reason = 1; reason <= 7; reason += 1) {
    const declined = decided({ record: { outcome: 'decline', reasons: [`reason_${reason}`] } });
    for (let times = 0; times < 10 - reason; times += 1) view.answered(declined);
  }
  view.end();
  expect(text()).toMatch(
    /because {10}9 {2}reason_1\n +8 {2}reason_2\n( +\d .*\n){2} +5 {2}reason_5\n +7 {2}other reasons\n/,
  );
});

test('challenges are told of once there is one', () => {
  const { view, tick, text } = stage();
  view.start();
  view.answered(decided({ record: { outcome: 'challenge' } }));
  tick(10_000);
  view.end();
  expect(text()).toContain('declines 0, challenges 1 (0 YES, 0 NO, 0 saved), late 0;');
  expect(text()).toMatch(/ challenged +1\n/);
});
