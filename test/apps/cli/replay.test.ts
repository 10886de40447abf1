import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { replayCommand } from '../../../src/apps/cli/replay.ts';
import { collectedTerminal } from '../../support/collected-terminal.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { askEvent, authorizationObject } from '../../support/stripe.ts';
import { countersign } from '../../support/terminal.ts';
import {
  ask,
  featuresFolder,
  historyFile,
  login,
  NOON,
  ndjson,
  policyFolder,
  shuffled,
} from './replay/history-lines.ts';

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Replays lines and gives what was printed, parsed. */
async function replay(lines: readonly (object | string)[], ...options: string[]) {
  const file = historyFile(lines);
  const { code, out, err } = await countersign(['replay', file, '--policies', policyFolder(), ...options]);
  return { code, err, file, decisions: out === '' ? [] : linesOf(out) };
}

const idsOf = (decisions: readonly { authorization: string }[]) => decisions.map(({ authorization }) => authorization);

describe('countersign replay', () => {
  test('prints a line for each authorization, with its features', async () => {
    const { code, decisions, err } = await replay([ask('a', 0), ask('b', 1, 'ic_1', 90), ask('c', 2)]);
    expect(code).toBe(0);
    const features = { failed_logins: null, signals: { country: 'US' } };
    expect(decisions).toEqual([
      {
        authorization: 'iauth_a',
        outcome: 'approve',
        reasons: ['nothing_matched'],
        features: { ...features, asks: 0, spent: 0, signals: { asks: 0, country: 'US' } },
      },
      {
        authorization: 'iauth_b',
        outcome: 'decline',
        reasons: ['fraud_risk_score.decline'],
        features: { ...features, asks: 1, spent: 12.34, signals: { asks: 1, country: 'US' } },
      },
      {
        authorization: 'iauth_c',
        outcome: 'approve',
        reasons: ['nothing_matched'],
        features: { ...features, asks: 2, spent: 12.34, signals: { asks: 2, country: 'US' } },
      },
    ]);
    expect(err).toMatch(/^replayed: 3 authorizations \(2 approved, 1 declined, 0 challenged\) in 3 events; /);
  });

  test('takes events by their time, and ties as they stand', async () => {
    const { decisions, err } = await replay([ask('c', 5), ask('z', 1), ask('a', 1), ask('b', 0), ask('d', 5)]);
    expect(idsOf(decisions)).toEqual(['iauth_b', 'iauth_z', 'iauth_a', 'iauth_c', 'iauth_d']);
    expect(err).toContain('3 late');
  });

  test('keeps ties as they stand where nothing is late', async () => {
    const { decisions, err } = await replay([ask('z', 1), ask('a', 1), ask('m', 1), ask('b', 2)]);
    expect(idsOf(decisions)).toEqual(['iauth_z', 'iauth_a', 'iauth_m', 'iauth_b']);
    expect(err).toContain('0 late');
  });

  test.each([1, 2, 3])('decides the same of a file in whatever order (%d)', async (seed) => {
    const user = (name: string) => ({ card: { cardholder: { metadata: { user_id: name } } } });
    const history = Array.from({ length: 200 }, (_, index) =>
      index % 5 === 0
        ? login(`l${index}`, index + 0.5, { user_id: `u${index % 3}`, successful: index % 2 === 0 })
        : ask(index, index * 7, `ic_${index % 9}`, index % 100, user(`u${index % 3}`)),
    ).sort((a, b) => timeOf(a) - timeOf(b));
    const inOrder = await replay(history);
    expect(inOrder.err).toContain('0 late');
    const { decisions } = await replay(shuffled(history, seed));
    expect(decisions).toEqual(inOrder.decisions);
    expect(new Set(decisions.map(({ features }) => features.failed_logins)).size).toBeGreaterThan(3);
  });

  test('lets logins count for the purchases after them, in the mode that these are of', async () => {
    const live = (line: object, id: string) => ({ ...line, livemode: true, id });
    const user = { card: { cardholder: { metadata: { user_id: 'u1' } } } };
    const lines = [
      login('l1', 0, { user_id: 'u1', successful: false }),
      live(ask('a', 1, 'ic_1', 3, user), 'evt_a'),
      login('l2', 2, { user_id: 'u1', successful: false }),
      login('l2', 2, { user_id: 'u1', successful: false }),
      login('l3', 3, { user_id: 'u1', successful: true }),
      live(ask('b', 4, 'ic_1', 3, user), 'evt_b'),
    ];
    for (const history of [lines, lines.toReversed()]) {
      const { decisions, err } = await replay(history);
      expect(decisions.map(({ features }) => features.failed_logins)).toEqual([1, 2]);
      expect(err).toContain('1 duplicate, ');
    }
  });

  test("passes over labels and what else Stripe tells, and takes Stripe's own declines", async () => {
    const created = NOON / 1000;
    const history = [
      { approved: false, reason: 'card_inactive', amount: 500, currency: 'usd', created, requested_at: created },
    ];
    const refused = authorizationObject({ id: 'iauth_x', request_history: history, pending_request: null });
    const lines = [
      askEvent(refused, { id: 'evt_x', type: 'issuing_authorization.created', created }),
      { object: 'countersign.label', authorization: 'iauth_x', is_fraud: true },
      askEvent({ object: 'issuing.card', id: 'ic_9' }, { id: 'evt_y', type: 'issuing_card.created', created: 1 }),
      ask('a', 1),
    ];
    const { code, decisions, err } = await replay(lines);
    expect([code, decisions.length, decisions[0]?.features.asks]).toEqual([0, 1, 1]);
    // The event of 1970 is none that the order is by.
    expect(err).toContain('0 late, 2 lines ignored');
  });

  test('takes bare authorizations, alone and in a list', async () => {
    const bare = (id: string, second: number) => authorizationObject({ id, created: NOON / 1000 + second });
    const { code, decisions } = await replay([JSON.stringify([bare('b', 9), bare('a', 3)])]);
    expect([code, ...idsOf(decisions)]).toEqual([0, 'a', 'b']);
  });

  test.each([
    ['in order', (lines: readonly (object | string)[]) => lines],
    ['out of order', (lines: readonly (object | string)[]) => [...lines, ask('early', -9)]],
  ])('names the lines that it can not read, replays the others and exits with 1: %s', async (_how, arrange) => {
    const lines = arrange([
      ask('a', 0),
      '{"object": "event", ',
      { hello: 'world' },
      askEvent({ object: 'issuing.authorization' }, { id: 'evt_b' }),
      { ...login('l1', 3, {}), time: undefined },
      { ...login('l2', 3, {}), time: 'yesterday' },
      { ...login('l3', 3, {}), type: 'Log In' },
      { ...login('l4', 3, {}), id: 7 },
      { ...ask('c', 5), type: 'issuing_authorization.updated', created: null },
      ask('d', 6),
    ]);
    const { code, err, decisions, file } = await replay(lines);
    expect(code).toBe(1);
    expect(idsOf(decisions).filter((id) => id !== 'iauth_early')).toEqual(['iauth_a', 'iauth_d']);
    const named = err.split('\n').filter((line) => line.startsWith(file));
    expect(named.map((line) => line.slice(file.length))).toEqual([
      expect.stringMatching(/^:2: not JSON/),
      ':3: neither an event nor an authorization',
      ':4: the authorization has no id',
      ':5: the event does not say when it happened: it has no time',
      expect.stringMatching(/^:6: the event's time is ISO 8601/),
      expect.stringMatching(/^:7: the event's type is lower-case letters/),
      expect.stringMatching(/^:8: the event's id is a text/),
      ':9: the event does not say when it was created',
    ]);
    expect(err).toContain('8 unreadable');
  });

  test('replays simulated histories', async () => {
    const folder = temporaryFolder();
    const history = join(folder, 'history.ndjson');
    await countersign(['simulate', '--out', history, '--days', '3', '--cardholders', '20', '--until', '2026-03-31']);
    const asked = linesOf(readFileSync(history, 'utf8')).filter(({ type }) => type === 'issuing_authorization.request');
    const out = join(folder, 'decided.ndjson');
    const words = ['replay', history, '--policies', policyFolder(), '--out', out, '--json'];
    const { code, out: summary } = await countersign(words);
    expect(code).toBe(0);
    expect(JSON.parse(summary)).toMatchObject({ authorizations: asked.length, duplicates: 0, unreadable: 0 });
    expect(idsOf(linesOf(readFileSync(out, 'utf8')))).toEqual(asked.map(({ data }) => data.object.id));
  });
});

describe('standard input', () => {
  test.each([
    ['in order', [ask('a', 0), ask('b', 1)]],
    ['out of order', [ask('b', 1), ask('a', 0)]],
  ])('is replayed like a file, %s', async (_how, lines) => {
    const words = ['replay', '-', '--policies', policyFolder()];
    const { code, out } = await countersign(words, ndjson(lines));
    expect([code, ...idsOf(linesOf(out))]).toEqual([0, 'iauth_a', 'iauth_b']);
  });

  test('that can not be kept for a second look is said', async () => {
    const words = ['replay', '-', '--policies', policyFolder()];
    vi.stubEnv('TMPDIR', join(temporaryFolder(), 'none'));
    onTestFinished(() => void vi.unstubAllEnvs());
    const { code, err } = await countersign(words, ndjson([ask('a', 0)]));
    expect([code, err]).toEqual([1, expect.stringMatching(/^<stdin> can't be brought into order: ENOENT/)]);
  });

  test('with a line that can not be read has a name', async () => {
    const { code, err } = await countersign(['replay', '-', '--policies', policyFolder()], '{"a": 1}\n');
    expect([code, err]).toEqual([1, expect.stringContaining('<stdin>:1: neither')]);
  });
});

describe('--out', () => {
  test('writes the file, and --json the summary', async () => {
    const file = historyFile([ask('a', 9), ask('b', 1, 'ic_1', 90), ask('b', 1, 'ic_1', 90), 'nonsense']);
    const out = join(dirname(file), 'decided.ndjson');
    const run = await countersign(['replay', file, '--policies', policyFolder(), '--out', out, '--json']);
    expect(idsOf(linesOf(readFileSync(out, 'utf8')))).toEqual(['iauth_b', 'iauth_a']);
    expect(JSON.parse(run.out)).toEqual({
      events: 3,
      authorizations: 2,
      outcomes: { approve: 1, decline: 1, challenge: 0 },
      duplicates: 1,
      late: 2,
      ignored: 0,
      unreadable: 1,
      seconds: expect.any(Number),
      us_per_event: expect.any(Number),
    });
    expect(run.err).toContain(`${out}: 2 authorizations`);
    expect(readdirSync(dirname(file)).sort()).toEqual(['decided.ndjson', 'history.ndjson']);
  });

  test('as - is standard output', async () => {
    const { decisions } = await replay([ask('a', 0)], '--out', '-');
    expect(idsOf(decisions)).toEqual(['iauth_a']);
  });

  test.each([
    ['replaying', false],
    ['replaying', true],
    ['sorting', true],
    ['looking at the order', false],
  ])('is left as it was when the command is interrupted while %s (sorted: %s)', async (stage, isSorted) => {
    // More than what is read at once, so that there is something to interrupt.
    const lines = Array.from({ length: 400 }, (_, index) => ask(index, index));
    const file = historyFile(isSorted ? [...lines.slice(1), ask(0, 0)] : lines);
    const out = join(dirname(file), 'decided.ndjson');
    writeFileSync(out, 'from before');
    const { code, err } = await interruptedAt(`${stage}: `, ['--policies', policyFolder(), '--out', out], file);
    expect(err).toContain('interrupted: ');
    expect(err).not.toMatch(new RegExp(`${stage}: [5-9]`));
    expect([code, readFileSync(out, 'utf8')]).toEqual([1, 'from before']);
    expect(readdirSync(dirname(file)).sort()).toEqual(['decided.ndjson', 'history.ndjson']);
  });

  test('that is none is told where it ends when the command is interrupted', async () => {
    const file = historyFile(Array.from({ length: 400 }, (_, index) => ask(index, index)));
    const { code, err } = await interruptedAt('replaying: ', ['--policies', policyFolder()], file);
    expect([code, err]).toEqual([1, expect.stringMatching(/interrupted: this is not all of it\n$/)]);
  });

  test('that can not be written is said, and nothing is left', async () => {
    const file = historyFile([ask('b', 1), ask('a', 0)]);
    const out = join(dirname(file), 'decided.ndjson');
    mkdirSync(`${out}.unfinished`);
    const run = await countersign(['replay', file, '--policies', policyFolder(), '--out', out]);
    expect(run).toMatchObject({ code: 1, err: expect.stringContaining(`${out} can't be written: EISDIR`) });
    expect(existsSync(out)).toBe(false);
  });
});

describe('--features-only', () => {
  test('needs features and nothing else, and decides nothing', async () => {
    const file = historyFile([ask('a', 0, 'ic_1', 90), ask('b', 1)]);
    const words = ['replay', file, '--policies', featuresFolder(), '--features-only'];
    const { code, out, err } = await countersign(words);
    expect(code).toBe(0);
    expect(linesOf(out)[1]).toMatchObject({ outcome: null, reasons: [], features: { asks: 1, spent: 12.34 } });
    expect(err).toMatch(/^replayed: 2 authorizations in 2 events/);
  });

  test('converts by the rates of the folder', async () => {
    const folder = featuresFolder('event authorization\nusd := Sum(amount_in_usd by card last 1 hour)\n');
    const euros = { currency: 'eur', pending_request: { currency: 'eur' } };
    const file = historyFile([ask('a', 0, 'ic_1', 3, euros)]);
    const usd = async () => {
      const { out } = await countersign(['replay', file, '--policies', folder, '--features-only']);
      return linesOf(out)[0].features.usd;
    };
    expect(await usd()).toBe(0);
    writeFileSync(join(folder, 'rates.yaml'), "rates:\n  - { currency: eur, from: '2026-01-01', usd: 2 }\n");
    expect(await usd()).toBe(24.68);
  });

  test.each([
    ['with no features', 'rules', '', 'there are no features in this folder'],
    ['with an error in them', 'features', 'event authorization\nn := Count(by crad last 1 hour)\n', 'crad'],
  ])('says what is wrong with a folder %s', async (_what, part, text, message) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, part));
    writeFileSync(join(folder, part, 'a.scowl'), text);
    const file = historyFile([ask('a', 0)]);
    const { code, out, err } = await countersign(['replay', file, '--policies', folder, '--features-only']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
  });
});

describe('what can not be replayed', () => {
  test('is a file with nothing in it', async () => {
    const { code, err, file } = await replay([]);
    expect([code, err]).toEqual([1, `${file}: there is nothing in it to replay\n`]);
  });

  test('is anything by a policy with an error', async () => {
    const file = historyFile([ask('a', 0)]);
    const { code, out, err } = await countersign(['replay', file, '--policies', featuresFolder()]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('portfolios.yaml');
  });

  test.each([
    [['replay'], 'a file or folder is missing'],
    [['replay', 'none.ndjson'], 'there is no file none.ndjson'],
    [['replay', 'src'], 'src is a folder'],
    [['replay', '-', '--json'], '--json goes with --out FILE'],
    [['replay', '-', '--out', 'src'], '--out wants a file, and src is a folder'],
    [['replay', 'package.json', '--out', './package.json'], '--out is the file that is replayed'],
  ])('%j is wrong usage', async (words, message) => {
    const { code, err } = await countersign([...words, ...(words.length > 1 ? ['--policies', policyFolder()] : [])]);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

function timeOf(line: object): number {
  const { created, time } = line as { created?: number; time?: string };
  return created === undefined ? Date.parse(time ?? '') : created * 1000;
}

/** Replays and interrupts as soon as this stands on standard error. */
async function interruptedAt(text: string, options: readonly string[], file: string) {
  const controller = new AbortController();
  const { terminal } = collectedTerminal();
  let err = '';
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      err += chunk.toString();
      if (err.includes(text)) controller.abort('SIGINT');
      done();
    },
  });
  const command = replayCommand('policies', {
    conceal: (value) => value,
    monotonicMs: () => 0,
    interrupted: () => controller.signal,
  });
  const values = Object.fromEntries(
    options.flatMap((word, index) => (word.startsWith('--') ? [[word.slice(2), options[index + 1]]] : [])),
  );
  const code = await command.run({ values, positionals: [file] }, { ...terminal, stderr });
  return { code, err };
}
