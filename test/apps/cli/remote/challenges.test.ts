import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { decisionText } from '../../../adapters/store/database/fixtures.ts';
import { putAllowance, putAsk, putChallenge, verified } from '../../../support/challenges.ts';
import { openStage, type Stage } from '../../server/v1/stage.ts';
import { countersignAt } from './terminal.ts';

const NOW = Date.now();
const MINUTE = 60_000;
const ASKED = NOW - 60 * MINUTE;
const minute = (atMs: number) => new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.pool.query(
    'truncate challenges, allowances, allowance_uses, sms_replies, sms_opt_outs, challenge_channels, asks, decisions cascade',
  );
});

const pool = () => stage.database.pool;
const countersign = (words: readonly string[], apiKey = stage.admin.key) =>
  countersignAt({ url: stage.url, apiKey }, words);

/** A question that was answered YES, with an allowance and a purchase by it. */
async function answered() {
  const yes = await putChallenge(pool(), 'chl_yes', { ...verified(ASKED + 3 * MINUTE), askedAtMs: ASKED });
  const allowance = await putAllowance(pool(), yes);
  const good = { approved: true, decided_by: 'us', confirmed_at: new Date(NOW), outcome: 'approve' };
  await putAsk(pool(), 'iauth_again', ASKED + 5 * MINUTE, { ...good, first_reason: 'allowance' });
  return allowance;
}

describe('countersign challenges', () => {
  it('lists questions with what people may see of them', async () => {
    await answered();
    await putChallenge(pool(), 'chl_void', {
      ...{ state: 'void', because: 'phone_changed', askedAtMs: NOW, endedAtMs: NOW, merchantName: 'x\n\u001b[31my' },
    });
    const { code, out, err } = await countersign(['challenges']);
    expect([code, err]).toEqual([0, '']);
    const [head, first, second] = out.split('\n');
    expect(head).toMatch(/^CHALLENGE +ASKED \(UTC\) +STATE +CHANNEL +AMOUNT +MERCHANT +PHONE +BECAUSE$/);
    expect(first).toMatch(/^chl_void .* void \(phone_changed\) +twilio +50\.00 USD .* GB …23 +fraud_risk_score$/);
    expect(second).toMatch(/^chl_yes .* verified +twilio +50\.00 USD +Shoes & Co +GB …23 +fraud_risk_score$/);
    expect(out).not.toContain('\u001b');
    expect((await countersign(['challenges', '--state', 'verified', '--json'])).json).toMatchObject({ id: 'chl_yes' });
    expect((await countersign(['challenges', '--state', 'open'])).out).toBe('No such challenge.\n');
    expect((await countersign(['challenges', '--limit', '1'])).err).toBe('there are more: --limit N\n');
  });

  it.each([
    [['challenges', '--state', 'verifyed'], 'did you mean "verified"?'],
    [['challenges', '--note', 'x'], '--note goes with lift'],
    [['challenges', '--days', '3'], '--days goes with funnel'],
    [['challenges', 'show'], 'it goes: countersign challenges show ID'],
    [['challenges', 'show', 'chl_1', '--card', 'ic_1'], '--card does not go with "challenges show"'],
    [['challenges', 'lifft', 'chl_1'], 'did you mean "lift"?'],
    [['challenges', 'funnel', '--by', 'weekday'], '--by knows no "weekday"'],
    [['allowances', '--note', 'x'], '--note goes with revoke'],
  ])('says what is typed wrong: %j', async (words, hint) => {
    const { code, err } = await countersign(words);
    expect(code).toBe(2);
    expect(err).toContain(hint);
  });

  it('shows the whole course of one', async () => {
    const allowance = await answered();
    const { code, out } = await countersign(['challenges', 'show', 'chl_yes']);
    expect(code).toBe(0);
    expect(out).toMatch(/^chl_yes {2}VERIFIED\n/);
    expect(out).toContain('about      50.00 USD at Shoes & Co\n');
    expect(out).toContain('asked      by twilio, because of fraud_risk_score\n');
    expect(out).toContain(`allows     ${allowance}, live, until `);
    expect(out).toContain(', 0.00 USD of 100.00 USD used\n');
    expect(out).toMatch(new RegExp(`${minute(ASKED + 3 * MINUTE)} +answered yes`));
    expect(out).toMatch(/ purchase +approved, allowance, iauth_again\n$/);
    expect((await countersign(['challenges', 'show', 'chl_yes', '--json'])).json.timeline).toHaveLength(7);
    const none = await countersign(['challenges', 'show', 'chl_none']);
    expect([none.code, none.err]).toEqual([1, 'countersign challenges: there is no challenge chl_none\n']);
  });

  it('counts from asked to saved, and who could not be asked', async () => {
    await answered();
    const facts = { unaskable: 'no_phone' };
    await writeRecords(pool(), [decisionText('dec_1', { outcome: 'decline', facts, received_at: NOW - MINUTE })]);
    const { code, out } = await countersign(['challenges', 'funnel', '--by', 'profile']);
    expect(code).toBe(0);
    expect(out).toMatch(/^PROFILE +ASKED +SENT .* SAVED\nbalanced +1 +1 +1 +0 +1 +0 +0 +0 +0 +0 +1 +1 +1\n/);
    expect(out).toContain('\nSaved: 50.00 USD\n');
    expect(out).toMatch(/no_phone +1 +0 +the cardholder has no phone number\n$/);
    expect((await countersign(['challenges', 'funnel', '--json'])).json.total.saved).toBe(1);
    const before = await countersign(['challenges', 'funnel', '--live']);
    expect(before.out).toMatch(/^Nobody was asked from .* UTC\.\n$/);
  });

  it('takes back a NO, and says why it can not be', async () => {
    const no = {
      ...verified(ASKED + MINUTE),
      askedAtMs: ASKED,
      declinesUntilMs: NOW + 1e9,
      state: 'rejected',
    } as const;
    await putChallenge(pool(), 'chl_no', no);
    const { code, out } = await countersign(['challenges', 'lift', 'chl_no', '--note', 'they called']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^The NO is taken back: /)]);
    const again = await countersign(['challenges', 'lift', 'chl_no']);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('took it back before')]);
    expect((await countersign(['challenges', 'show', 'chl_no'])).out).toContain('; taken back by someone with admin\n');
  });

  it('shows which channels are off, and switches one on again', async () => {
    await pool().query(
      `insert into challenge_channels (channel, livemode, account, off_at, because)
      values ('stripe', false, '', $1, 'webhook_error')`,
      [new Date(ASKED)],
    );
    const { out } = await countersign(['challenges', 'channels']);
    expect(out).toMatch(/stripe +off +\S+ \S+ +itself +Stripe could not use our answer\n/);
    expect(out).toMatch(/\ntwilio +on\n$/);
    const resumed = await countersign(['challenges', 'resume', 'stripe']);
    expect([resumed.code, resumed.out]).toEqual([0, 'The channel stripe is on.\n']);
    expect((await countersign(['challenges', 'resume', 'stripe'])).code).toBe(1);
    const paused = await countersign(['challenges', 'pause', 'twilio']);
    expect([paused.code, paused.out]).toEqual([0, 'The channel twilio is off: nobody is asked by it.\n']);
    expect((await countersign(['challenges', 'channels'])).out).toMatch(
      /twilio +off .* someone with admin +somebody paused it/,
    );
    expect((await countersign(['challenges', 'channels', '--json'])).json.data[0].state).toBe('on');
  });
});

describe('countersign allowances', () => {
  it('lists the live ones, and ends one', async () => {
    const id = await answered();
    const listed = await countersign(['allowances']);
    expect(listed.out).toMatch(new RegExp(`\n${id} .* ic_1 +Shoes & Co +0\\.00 USD +100\\.00 USD +0 +live\n$`));
    const revoked = await countersign(['allowances', 'revoke', id, '--note', 'the phone was stolen']);
    expect([revoked.code, revoked.out]).toEqual([0, `${id} has ended.\n`]);
    expect((await countersign(['allowances'])).out).toBe('No such allowance.\n');
    const ended = await countersign(['allowances', '--state', 'ended']);
    expect(ended.out).toMatch(/ended \S+ \S+: somebody revoked it, by someone with admin\n$/);
    expect((await countersign(['allowances', '--state', 'all', '--json'])).json).toMatchObject({ id, state: 'ended' });
    expect((await countersign(['allowances', 'revoke', id])).code).toBe(1);
  });
});
