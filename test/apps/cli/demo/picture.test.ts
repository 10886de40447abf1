import { describe, expect, test } from 'vitest';
import { type PageContent, pageLines } from '../../../../src/apps/cli/demo/page.ts';
import { createPicture } from '../../../../src/apps/cli/demo/picture.ts';
import { render } from '../../../../src/apps/cli/demo/styled.ts';
import { createTally } from '../../../../src/apps/cli/demo/tally.ts';
import type { AttackBegun } from '../../../../src/simulator/world/books.ts';
import { AT_MS, answerOf, askOf, decided, entryOf, TITLE } from './events.ts';
import { createTestTerminal } from './terminal.ts';

const ATTACK: AttackBegun = { attack: 'card-testing', atMs: AT_MS, what: '40 stolen card numbers are tried at a shop' };

const CONTENT: PageContent = {
  ...{ title: TITLE, totals: createTally().totals(), attack: null, worldMs: AT_MS },
  ...{ recent: [], turnedDown: [], notices: [], news: null },
};

/** A picture on a terminal of this size; `tick` is a quarter of a second. */
function stage(columns = 80, rows = 24) {
  const terminal = createTestTerminal();
  const size = { columns, rows };
  let nowMs = 0;
  let writes = 0;
  const timers = new Map<() => void, number>();
  const view = createPicture({
    columns: () => size.columns,
    rows: () => size.rows,
    write(text) {
      writes += 1;
      terminal.write(text);
    },
    nowMs: () => nowMs,
    every(ms, run) {
      timers.set(run, ms);
      return () => timers.delete(run);
    },
    colours: true,
    title: TITLE,
  });
  function tick(ms = 250): void {
    nowMs += ms;
    for (const run of timers.keys()) run();
  }
  return { view, terminal, size, tick, timers, writes: () => writes, text: () => terminal.rows().join('\n') };
}

describe('the picture', () => {
  test('shows what was asked and answered, its worth, how fast, the attack and the decisions', () => {
    const { view, tick, terminal } = stage();
    view.start();
    view.told('something worth knowing');
    view.attackBegan(ATTACK);
    for (const score of [3, 83]) {
      view.answered(decided({ score }));
      view.asked(askOf());
      const answer = answerOf(score === 3 ? 'webhook_approved' : 'webhook_declined');
      view.purchased(entryOf({ answer, isFraud: score === 83, usdMinor: 123_456, scenario: 'card-testing' }));
    }
    tick();
    expect(terminal.rows()).toEqual([
      ' Countersign  http://127.0.0.1:4242            Tue 3 Mar 2026 14:03:22 UTC, 60x',
      ' something worth knowing',
      '',
      ' asked          approved       declined       Stripe blocked',
      ' 2              1              1              0',
      '',
      ' fraud stopped      fraud let through  good declined      good approved',
      ' 1,234.56 USD       0.00 USD           0.00 USD           1,234.56 USD',
      ' 1 of 1 frauds      0 of 1 frauds      0 of 1             1 of 1',
      '',
      " p50 4.0 ms  p99 4.0 ms  slowest 4.0 ms  1,996 ms to spare of Stripe's 2,000 ms",
      ' ▎────────────────────────────────────────────────────────────────────────────┤',
      '',
      ' ATTACK  card testing since 14:03:22: 40 stolen card numbers are tried at a sh…',
      '         1 declined, 0 blocked by Stripe itself, 1 let through',
      '',
      ' 14:03  approved        12.34 USD  Sample Rides  US, taxicabs limousines',
      ' 14:03  declined        12.34 USD  Sample Rides   fraud score 83 is above 50',
      '',
      '',
      '',
      '',
      '',
      ' Ctrl-C ends it with a summary   seed countersign, records in .countersign/demo',
    ]);
  });

  test.each([60, 80, 120])('says where the console is, whole, at %i columns', (columns) => {
    const console = 'http://127.0.0.1:65535/demo/0123456789abcdef';
    const lines = pageLines({ ...CONTENT, title: { ...TITLE, console } }, columns, 15);
    expect(lines).toHaveLength(15);
    expect(lines.map((line) => render(line, false))[1]).toContain(console);
  });

  test.each([
    [60, 15],
    [60, 40],
    [79, 22],
    [80, 24],
    [120, 30],
    [200, 60],
  ])('fits %i columns and %i rows, full as it may be', (columns, rows) => {
    const { view, tick, terminal } = stage(columns, rows);
    view.start();
    view.told('x'.repeat(300));
    view.attackBegan({ ...ATTACK, what: 'y'.repeat(300) });
    for (let count = 0; count < 300; count += 1) {
      view.answered(decided({ score: count % 100, authorization: { merchant_data: { name: 'z'.repeat(300) } } }));
      view.asked(askOf({ result: { kind: 'timed_out' }, tookMs: 3_000 }));
      view.purchased(entryOf({ usdMinor: 99_999_999, answer: answerOf('webhook_approved') }));
    }
    tick();
    const shown = terminal.rows();
    expect([shown.length, Math.max(...shown.map((line) => line.length)) <= columns]).toEqual([rows, true]);
    expect(shown.at(-2)?.trim() === '' || shown.at(-2)?.includes('declined')).toBe(true);
  });

  test('paints at most four times a second, however much happens', () => {
    const { view, tick, writes, timers } = stage();
    view.start();
    const before = writes();
    for (let count = 0; count < 50; count += 1) view.answered(decided());
    expect([writes() - before, [...timers.values()]]).toEqual([0, [250]]);
    tick();
    expect(writes() - before).toBe(1);
  });

  test('writes nothing while nothing happens', () => {
    const { view, tick, writes } = stage();
    view.start();
    view.answered(decided());
    tick();
    const before = writes();
    for (let count = 0; count < 8; count += 1) tick();
    expect(writes()).toBe(before);
  });

  test('keeps declines in sight while approvals pass by', () => {
    const { view, tick, text } = stage();
    view.start();
    view.answered(decided({ score: 83, atMs: AT_MS - 60_000 }));
    for (let count = 0; count < 100; count += 1) view.answered(decided());
    tick();
    expect(text()).toMatch(/14:02 {2}declined[^\n]*83 is above 50\n(.*approved.*\n)+/);
  });

  test('says that an attack is over once nothing of it came for half a minute', () => {
    const { view, tick, text } = stage();
    view.start();
    expect(text()).toContain('no attack yet');
    view.attackBegan(ATTACK);
    tick();
    expect(text()).toContain('ATTACK  card testing since 14:03:22');
    tick(29_000);
    view.purchased(entryOf({ scenario: 'card-testing', answer: answerOf('suspected_fraud') }));
    tick(29_000);
    expect(text()).toContain('0 declined, 1 blocked by Stripe itself, 0 let through');
    expect(text()).toContain('ATTACK');
    tick(2_000);
    expect(text()).toContain('over  card testing since 14:03:22');
  });

  test('says of friendly fraud that it was bought, and will be disputed', () => {
    const friendly: AttackBegun = { attack: 'friendly-fraud', atMs: AT_MS, what: 'a cardholder buys at a shop' };
    for (const [rows, said] of [
      [24, 'bought by the cardholder'],
      [16, 'disputed later'],
    ] as const) {
      const { view, tick, text } = stage(80, rows);
      view.start();
      view.attackBegan(friendly);
      view.purchased(entryOf({ scenario: 'friendly-fraud' }));
      tick();
      expect(text()).toContain(said);
      expect(text()).not.toMatch(/\d let through|of 1 stopped/);
    }
  });

  test('has a column for challenges once there is one', () => {
    const { view, tick, text } = stage();
    view.start();
    view.answered(decided());
    tick();
    expect(text()).not.toContain('challenged ');
    view.answered(decided({ record: { outcome: 'challenge' } }));
    tick();
    expect(text()).toMatch(/Stripe blocked +challenged\n 2 +1 +0 +0 +1\n/);
  });

  test('shows what is told for some seconds also where there is little room', () => {
    const { view, tick, text } = stage(60, 16);
    view.start();
    view.told('an address');
    view.told('something worth knowing');
    tick();
    expect(text()).toContain('something worth knowing');
    tick(8_000);
    expect(text()).not.toContain('something worth knowing');
    expect(text()).toContain('Ctrl-C ends it');
  });

  test('says what went wrong on the way', () => {
    const { view, tick, text } = stage(120);
    view.start();
    view.asked(askOf({ result: { kind: 'timed_out' } }));
    view.asked(askOf({ problem: 'no Stripe-Version' }));
    view.answered(decided({ isRecordedLate: true }));
    tick();
    expect(text()).toContain('1 late  1 refused  1 recorded late');
  });
});

describe('the terminal', () => {
  test('is given back with a summary on it, once', () => {
    const { view, terminal, tick, timers } = stage();
    view.start();
    view.answered(decided({ score: 83 }));
    tick();
    view.end();
    view.end();
    expect([terminal.isOnOtherScreen(), terminal.hasCursor(), timers.size]).toEqual([false, true, 0]);
    expect(terminal.printed().match(/declined because/g)).toHaveLength(1);
  });

  test.each([30, 60])('gets its summary in lines of %i columns at most', (columns) => {
    const { view, terminal } = stage(columns);
    view.start();
    const reason = 'the many words of a rule that somebody else has written';
    view.answered(decided({ record: { outcome: 'decline', reasons: [reason] } }));
    view.end();
    const said = terminal.printed().slice(terminal.printed().indexOf('\nCountersign, '));
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(said.replace(/\s+/g, ' ')).toContain(`1 ${reason} `);
  });

  test('is given back before a fault in painting goes on', () => {
    const { view, terminal, tick, timers } = stage();
    view.start();
    view.attackBegan({ ...ATTACK, atMs: Number.NaN });
    expect(() => tick()).toThrow(RangeError);
    expect([terminal.isOnOtherScreen(), terminal.hasCursor(), timers.size]).toEqual([false, true, 0]);
  });

  test('that is resized is painted anew, in its size', () => {
    const { view, terminal, size, tick } = stage();
    view.start();
    size.columns = 60;
    size.rows = 16;
    tick();
    expect(terminal.rows()).toHaveLength(16);
    expect(terminal.rows().at(-1)).toBe(' Ctrl-C ends it with a summary records in .countersign/demo');
  });

  test('that is too small gets lines, and the picture once it is big enough', () => {
    const { view, terminal, size, tick, text } = stage(59, 24);
    view.start();
    view.attackBegan(ATTACK);
    view.answered(decided({ score: 83 }));
    view.asked(askOf({ result: { kind: 'timed_out' }, isApproved: false }));
    view.purchased(entryOf({ answer: answerOf('suspected_fraud') }));
    view.told('something worth knowing');
    tick();
    expect(terminal.isOnOtherScreen()).toBe(false);
    expect(terminal.printed().trimEnd().split('\n')).toEqual([
      '14:03:22  ATTACK      card testing: 40 stolen card numbers are tried at a shop',
      '14:03:22  declined    12.34 USD at Sample Rides (taxicabs limousines, US): fraud score 83 is above 50, 4.2 ms',
      '14:03:22  too late    iauth_1: no answer in time, Stripe by itself turned it down',
      '14:03:22  not asked   10.00 USD at Fern & Quill Books: Stripe settled it (suspected fraud)',
      'something worth knowing',
    ]);
    size.columns = 80;
    tick();
    expect(text()).toContain('fraud score 83 is above 50');
    size.rows = 10;
    view.answered(decided({ score: 84 }));
    expect(terminal.isOnOtherScreen()).toBe(false);
    expect(terminal.printed()).toContain('fraud score 84 is above 50');
  });
});
