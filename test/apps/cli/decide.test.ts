import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { askEvent, authorizationObject, PERSON } from '../../support/stripe.ts';
import { countersign } from '../../support/terminal.ts';

function file(text: string): string {
  const path = join(temporaryFolder(), 'events.ndjson');
  writeFileSync(path, text);
  return path;
}

const ask = (id: string, score: number | null) =>
  askEvent(authorizationObject({ id, risk_assessment: { fraud_risk: { score } } }));
const lines = (...rows: unknown[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');

const RULES = `rules:
  - { id: risky, rule: "Block if :merchant: in @risky", mode: shadow }
  - { id: sampled, rule: "Block if :livemode:", sample_percent: 0 }
`;

describe('countersign decide', () => {
  test('prints one decision as a page, with everything that was considered', async () => {
    const policies = writeFiles(temporaryFolder(), {
      'portfolios.yaml': readFileSync('policies/portfolios.yaml', 'utf8'),
      'profiles/balanced.yaml': readFileSync('policies/profiles/balanced.yaml', 'utf8'),
      'rules/mine.yaml': RULES,
      'lists/risky.yaml': 'type: merchant\nentries: ["1234567890"]\n',
    });
    const path = file(JSON.stringify(ask('iauth_1', 80.5), null, 2));
    const { code, out, err } = await countersign(['decide', path, '--policies', policies]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`iauth_1  DECLINE

  asked      12.34 USD at Sample Rides (taxicabs_limousines, US), 2026-09-21 14:13:20 UTC
  card       ic_1 of ich_1, test mode
  portfolio  everything, profile balanced, policy ${/pol_\w+/.exec(out)?.[0]}
  because    fraud_risk_score.decline: :fraud_risk_score: > 50 (it was 80.5)

  considered
    ● block     fraud_risk_score.decline            matched   :fraud_risk_score: > 50 (it was 80.5)
    ○ review    merchant_dispute_risk_level.review  no match  :merchant_dispute_risk_level: = 'highest' (it was 'normal')
    ○ review    card_testing_risk_level.review      no match  :card_testing_risk_level: in ('elevated', 'highest') (it was 'low')
    – block     sampled                             not sampled

  in shadow (they decided nothing)
    ● block     risky                               matched   :merchant: in @risky (it was '1234567890')

  on lists
    @risky  :merchant:

  attributes
    fraud_risk_score             80.5
    merchant_dispute_risk_level  'normal'
    card_testing_risk_level      'low'
    merchant                     '1234567890'
`);
  });

  test('takes a bare authorization from standard input', async () => {
    const { code, out } = await countersign(['decide', '-', '--json'], JSON.stringify(authorizationObject()));
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      authorization: 'iauth_1',
      outcome: 'approve',
      review: false,
      reasons: ['nothing_matched'],
      portfolio: 'everything',
      profile: 'balanced',
    });
  });

  test('takes the time of the ask from its event, as of one that is asked about again', async () => {
    const later = askEvent(authorizationObject(), { created: 1_790_003_600 });
    const { out } = await countersign(['decide', '-', '--json'], JSON.stringify(later));
    expect(JSON.parse(out).asked_at).toBe(1_790_003_600_000);
  });

  test('gives one object a line for many lines, in their order, with no person in it', async () => {
    const { code, out } = await countersign([
      'decide',
      file(`${lines(ask('a', 10), '', ask('b', 50.01), ask('c', null))}\n`),
      '--json',
    ]);
    expect(code).toBe(0);
    const decided = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(decided.map(({ authorization, outcome }) => [authorization, outcome])).toEqual([
      ['a', 'approve'],
      ['b', 'decline'],
      ['c', 'approve'],
    ]);
    for (const personal of Object.values(PERSON)) expect(out).not.toContain(personal);
  });

  test('gives one line each for many without --json', async () => {
    const { out } = await countersign(['decide', file(lines(ask('iauth_a', 10), ask('iauth_b', 99)))]);
    expect(out).toBe(
      'iauth_a  approve           balanced          nothing_matched\niauth_b  decline           balanced          fraud_risk_score.decline\n',
    );
  });

  test('says what another risk appetite would do, the portfolio staying the one that matched', async () => {
    const path = file(JSON.stringify(ask('a', 60)));
    const outcome = async (profile: string) =>
      JSON.parse((await countersign(['decide', path, '--json', '--profile', profile])).out);
    expect(await outcome('maximize-approval')).toMatchObject({
      outcome: 'approve',
      profile: 'maximize-approval',
      portfolio: 'everything',
    });
    expect(await outcome('minimize-fraud')).toMatchObject({
      outcome: 'decline',
      profile: 'minimize-fraud',
      portfolio: 'everything',
    });
  });

  test('decides the rows that it can read, and exits with 1 for those that it can not', async () => {
    const path = file(
      lines(
        ask('a', 10),
        '{"object":',
        { object: 'charge' },
        ask('b', 10),
        askEvent({ object: 'issuing.authorization', id: 'c' }),
      ),
    );
    const { code, out, err } = await countersign(['decide', path, '--json']);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n')).toHaveLength(2);
    expect(err.split('\n').map((line) => line.replace(path, 'FILE').replace(/JSON: .*/, 'JSON'))).toEqual([
      'FILE:2: not JSON',
      'FILE:3: neither an event nor an authorization',
      'FILE:5: the authorization has no amount with a currency',
      '',
    ]);
  });

  test('reports a broken first row like any other', async () => {
    const { code, out, err } = await countersign(['decide', file(lines('{"object": oops}', ask('a', 10))), '--json']);
    expect([code, out.split('\n').length]).toEqual([1, 2]);
    expect(err).toContain(':1: not JSON');
  });

  test.each([
    ['a file that is not there', ['decide', '/nowhere.json'], 2, 'there is no file /nowhere.json'],
    ['a folder', ['decide', '.'], 2, "can't be read (EISDIR)"],
    ['an unknown profile', ['decide', '-', '--profile', 'balancd'], 2, 'did you mean "balanced"?'],
    ['an unknown option', ['decide', '-', '--jsn'], 2, "Unknown option '--jsn'"],
    ['no file', ['decide'], 2, 'a file or folder is missing'],
    ['two files', ['decide', 'a', 'b'], 2, '"b" is one word too many'],
    [
      'a policy folder that is not there',
      ['decide', '-', '--policies', 'nowhere'],
      1,
      'there is no policy folder at /',
    ],
    ['nothing to decide', ['decide', '-'], 1, 'there is nothing in it to decide'],
  ])('says so for %s', async (_case, words, code, message) => {
    const result = await countersign(words);
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toContain(message);
  });

  test('holds no more of a long input than it must', async () => {
    const row = JSON.stringify(ask('a', 10));
    let sent = 0;
    const { readRows } = await import('../../../src/apps/cli/rows.ts');
    const { Readable } = await import('node:stream');
    const endless = Readable.from(
      (function* () {
        for (; sent < 1_000_000; sent += 1) yield `${row}\n`;
      })(),
    );
    let read = 0;
    for await (const _row of readRows(endless)) if (++read === 1000) break;
    expect(sent).toBeLessThan(3000);
  });
});

describe('an input', () => {
  const decided = async (text: string) => {
    const { code, out, err } = await countersign(['decide', '-', '--json'], text);
    const rows = out.trimEnd().split('\n').filter(Boolean);
    return { code, err, ids: rows.map((row) => JSON.parse(row).authorization) };
  };
  const [a, b] = [ask('a', 1), ask('b', 1)];

  test.each([
    ['with a byte order mark', `\ufeff${JSON.stringify(a, null, 2)}`, ['a']],
    ['with a byte order mark, of many lines', `\ufeff${lines(a, b)}`, ['a', 'b']],
    ['with Windows line ends', lines(a, b).replaceAll('\n', '\r\n'), ['a', 'b']],
    ['that is an array', JSON.stringify([a, b], null, 2), ['a', 'b']],
    ["that is a list of Stripe's", JSON.stringify({ object: 'list', data: [a, b] }), ['a', 'b']],
  ])('%s is read', async (_case, text, ids) => {
    expect(await decided(text)).toEqual({ code: 0, err: '', ids });
  });

  test('that is cut off is one fault, not one a line', async () => {
    const { code, err } = await decided(JSON.stringify(a, null, 2).slice(0, 400));
    expect(code).toBe(1);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).toContain('<stdin>:1: not JSON');
  });

  test('keeps the id of its event', async () => {
    const { out } = await countersign(['decide', '-', '--json'], JSON.stringify(a));
    expect(JSON.parse(out)).toMatchObject({ event: 'evt_1', ask: 'a:0:1234' });
  });

  test('can not forge lines of the page or move the cursor', async () => {
    const name = 'Shop\u001b[31m\n  because    nothing\u202e';
    const { out } = await countersign(
      ['decide', '-'],
      JSON.stringify(authorizationObject({ merchant_data: { name } })),
    );
    expect(out).toContain('Shop\ufffd[31m\ufffd  because    nothing\ufffd (taxicabs');
    expect(out.split('\n').filter((line) => line.startsWith('  because'))).toHaveLength(1);
  });
});

test('countersign --version says which it is', async () => {
  expect(await countersign(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
});
