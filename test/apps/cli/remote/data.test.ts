import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { readAuthorization } from '../../../../src/adapters/stripe/authorization.ts';
import { decideOffline } from '../../../../src/core/decision/offline.ts';
import { authorizationObject } from '../../../support/stripe.ts';
import { openStage, type Stage } from '../../server/v1/stage.ts';
import { countersignAt } from './terminal.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const countersign = (words: readonly string[], apiKey = stage.admin.key) =>
  countersignAt({ url: stage.url, apiKey }, words);

describe('countersign lists', () => {
  it('shows all lists with how much is on them', async () => {
    const { code, out } = await countersign(['lists']);
    expect(code).toBe(0);
    expect(out).toBe('LIST     TYPE      ENTRIES  OF THE POLICY  NOTE\nblocked  merchant  0        0\n');
    expect((await countersign(['lists', '--json'])).json).toMatchObject([{ name: 'blocked', entries: 0 }]);
  });

  it('puts values on a list, with a note and an end, and shows who did', async () => {
    const added = await countersign(['lists', 'add', 'blocked', 'm_1', 'm_2', '--note', 'tests', '--until', '7d']);
    expect(added.code).toBe(0);
    expect(added.out).toMatch(/^m_1 is on @blocked, until 20.* UTC \(test mode\)\nm_2 is on @blocked/);
    const { out } = await countersign(['lists', 'show', 'blocked']);
    expect(out.split('\n')[0]).toMatch(/^VALUE +SINCE \(UTC\) +UNTIL \(UTC\) +BY +NOTE$/);
    expect(out).toMatch(/\nm_1 .* someone with admin +tests\n/);
    expect(stage.live.entries({ livemode: false, account: null }).get('blocked')?.has('m_1')).toBe(true);
  });

  it('shows what ended, too', async () => {
    await countersign(['lists', 'add', 'blocked', 'm_ended']);
    await countersign(['lists', 'remove', 'blocked', 'm_ended']);
    expect((await countersign(['lists', 'show', 'blocked'])).out).not.toContain('m_ended');
    expect((await countersign(['lists', 'show', 'blocked', '--ended'])).out).toContain('m_ended');
  });

  it('keeps to the world that is named', async () => {
    const { out } = await countersign(['lists', 'add', 'blocked', 'm_3', '--live', '--account', 'acct_1']);
    expect(out).toBe('m_3 is on @blocked (live mode, acct_1)\n');
    expect((await countersign(['lists', 'show', 'blocked'])).out).not.toContain('m_3');
    const { json } = await countersign(['lists', 'show', 'blocked', '--live', '--account', 'acct_1', '--json']);
    expect(json).toMatchObject([{ value: 'm_3', livemode: true, account: 'acct_1' }]);
    const other = await countersign(['lists', 'show', 'blocked', '--live']);
    expect(other.out).toBe('Nobody put anything on @blocked here.\n');
  });

  it('takes values off, and names what was not there', async () => {
    const { code, out, err } = await countersign(['lists', 'remove', 'blocked', 'm_0', 'm_2']);
    expect([code, out]).toEqual([1, 'm_2 is off @blocked (test mode)\n']);
    expect(err).toBe('countersign lists: m_0 is not on @blocked here\n');
  });

  it('shows the latest, and all of them when asked', async () => {
    const values = Array.from({ length: 30 }, (_, number) => `many_${number}`);
    await countersign(['lists', 'add', 'blocked', ...values, '--account', 'acct_2']);
    const few = await countersign(['lists', 'show', 'blocked', '--account', 'acct_2']);
    expect([few.out.split('\n').length, few.err]).toEqual([27, 'there are more: --all\n']);
    const all = await countersign(['lists', 'show', 'blocked', '--account', 'acct_2', '--all', '--json']);
    expect(all.json).toHaveLength(30);
  });

  it('adds what can be added, and says what can not', async () => {
    const { code, out, err } = await countersign(['lists', 'add', 'blocked', ' ', 'm_9']);
    expect([code, out]).toEqual([1, 'm_9 is on @blocked (test mode)\n']);
    expect(err).toMatch(/^countersign lists: not added: " " /);
    const unknown = await countersign(['lists', 'add', 'nothing', 'm_9', '--json']);
    expect([unknown.code, unknown.json.code]).toEqual([1, 'not_found']);
    const past = await countersign(['lists', 'add', 'blocked', 'm_8', '--until', '2020-01-01']);
    expect([past.code, past.err]).toEqual([1, 'countersign lists: known_until: is over before it begins\n']);
  });

  it.each([
    [['lists', 'ad', 'blocked', 'm_1'], 'did you mean "add"?'],
    [['lists', 'add', 'blocked'], 'it goes: countersign lists add NAME VALUE…'],
    [['lists', 'show', 'blocked', '--until', '3d'], '--until does not go with "lists show"'],
    [['lists', '--note', 'x'], '--note goes with show, add or remove'],
    [['lists', 'add', 'blocked', 'm_1', '--until', 'soon'], 'wants a time'],
    [['keys', 'create', 'somebody'], '--scopes is missing'],
    [['keys', 'create', 'somebody', '--scopes', 'reed'], 'did you mean "read"?'],
    [['keys', 'create', 'somebody', '--scopes', 'read', '--live', '--test'], 'exclude each other'],
    [['keys', '--scopes', 'read'], '--scopes goes with create'],
    [['decisions', '--outcome', 'declined'], 'did you mean "decline"?'],
    [['audit', '--limit', '0'], '--limit wants a number'],
  ])('%j is wrong usage, said before any service is asked', async (words, said) => {
    const { code, out, err } = await countersignAt({}, words);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(said)]);
  });
});

describe('countersign keys', () => {
  it('makes a key and prints it alone, once', async () => {
    const words = ['keys', 'create', 'the analysts', '--scopes', 'read,policy', '--test', '--account', 'acct_7'];
    const { code, out, err } = await countersign(words);
    expect([code, out]).toEqual([0, expect.stringMatching(/^csk_[\w-]{43}\n$/)]);
    expect(err).toMatch(/^key_\S+ for the analysts: read, policy, bound to test mode, acct_7\n.*shown this once/);
    const shown = await countersign(['keys']);
    expect(shown.out).toMatch(/the analysts +read,policy +test mode, acct_7 +20\S+ \S+ +never +in force\n/);
    expect(shown.out).not.toContain(out.trim());
    const listed = await countersign(['lists', 'show', 'blocked'], out.trim());
    expect(listed.code).toBe(0);
  });

  it('revokes a key, which then opens nothing', async () => {
    const made = await countersign(['keys', 'create', 'a program', '--scopes', 'read', '--json']);
    const { code, out } = await countersign(['keys', 'revoke', made.json.id]);
    expect([code, out]).toEqual([0, `${made.json.id} of a program is revoked.\n`]);
    const { code: no, err } = await countersign(['versions'], made.json.key);
    expect(no).toBe(1);
    expect(err).toBe(
      `countersign versions: ${stage.url} does not know the key from COUNTERSIGN_API_KEY, or it was revoked\n`,
    );
    expect(err).not.toContain(made.json.key);
    expect((await countersign(['keys'])).out).toMatch(/a program .* revoked 20/);
    expect((await countersign(['keys', 'revoke', 'key_none'])).err).toBe(
      'countersign keys: there is no key key_none\n',
    );
  });

  it('erases whose a key was', async () => {
    const made = await countersign(['keys', 'create', 'somebody who left', '--scopes', 'read', '--json']);
    const { code, out } = await countersign(['keys', 'erase', made.json.id]);
    expect([code, out]).toEqual([0, `${made.json.id} is revoked, and whose it was is forgotten.\n`]);
    expect((await countersign(['keys'])).out).not.toContain('somebody who left');
  });

  it('is for administrators', async () => {
    const { key } = await stage.keyed(['read', 'policy']);
    const { code, err } = await countersign(['keys'], key);
    expect([code, err]).toEqual([1, expect.stringMatching(/^countersign keys: .*admin/)]);
  });
});

describe('countersign audit', () => {
  it('tells who did what, of one kind or all', async () => {
    const { code, out } = await countersign(['audit', '--act', 'key.revoke']);
    expect(code).toBe(0);
    expect(out).toMatch(/^AT \(UTC\) +BY +ACT +SUBJECT +DETAIL\n20\S+ \S+ +someone with admin +key\.revoke +key_/);
    expect((await countersign(['audit', '--act', 'no.such'])).out).toBe('No such act.\n');
    const few = await countersign(['audit', '--limit', '2', '--json']);
    expect(few.json).toHaveLength(2);
    expect((await countersign(['audit', '--limit', '2'])).err).toBe('there are more: --limit N\n');
  });
});

describe('countersign decisions and explain', () => {
  beforeAll(async () => {
    for (const [number, score] of [5, 99, 5].entries()) {
      const object = authorizationObject({ id: `iauth_${number}`, risk_assessment: { fraud_risk: { score } } });
      const reading = readAuthorization(object, { livemode: false, account: null }, null);
      if (!reading.isReadable) throw new Error(reading.problem);
      const record = decideOffline(reading.authorization, {}, stage.live.current(), (text) => text);
      const received_at = Date.now() - 3_600_000 * (3 - number);
      const said = { id: `dec_${number}`, event: `evt_${number}`, received_at, merchant_name: 'Cafe\u001b[2J\nx' };
      await writeRecords(stage.database.pool, [JSON.stringify({ ...record, ...said })]);
    }
  });

  it('lists them newest first, and what others wrote can not move the cursor', async () => {
    const { code, out } = await countersign(['decisions']);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => /dec_\d/.exec(line)?.[0] ?? '')).toEqual(['', 'dec_2', 'dec_1', 'dec_0', '']);
    expect(out).toContain('Cafe�[2J�x');
    expect(out).toMatch(/dec_1 +decline .* fraud_risk_score\.decline\n/);
  });

  it('filters, and gives a line of JSON for each', async () => {
    const { out } = await countersign(['decisions', '--outcome', 'approve', '--from', '90m', '--json']);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ id: 'dec_2', outcome: 'approve' });
    expect((await countersign(['decisions', '--rule', 'fraud_risk_score.decline', '--limit', '5'])).out).toContain(
      'dec_1',
    );
    expect((await countersign(['decisions', '--live'])).out).toBe('No such decision.\n');
  });

  it('says why, as a page and in a sentence', async () => {
    const { code, out } = await countersign(['explain', 'dec_1']);
    expect(code).toBe(0);
    expect(out).toMatch(/^iauth_1 {2}DECLINE\n[\s\S]*considered[\s\S]*\n\nWe declined the purchase of /);
    const { out: support } = await countersign(['explain', 'dec_1', '--support']);
    expect(support).toMatch(/^We declined .*fraud score 99 is above 75\.\n$/);
    expect((await countersign(['explain', 'dec_1', '--json'])).json).toMatchObject({ decision: 'dec_1' });
    const none = await countersign(['explain', 'dec_none']);
    expect([none.code, none.err]).toEqual([1, 'countersign explain: there is no decision dec_none\n']);
  });
});
