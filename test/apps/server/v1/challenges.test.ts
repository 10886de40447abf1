import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countChallengesSince } from '../../../../src/adapters/store/database/challenge-counts.ts';
import { changeChallenge } from '../../../../src/adapters/store/database/challenges.ts';
import { addLabels } from '../../../../src/adapters/store/database/labels.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { decisionText } from '../../../adapters/store/database/fixtures.ts';
import { putAllowance, putAsk, putChallenge, verified } from '../../../support/challenges.ts';
import { openStage, type Stage } from './stage.ts';

const NOON = Date.parse('2026-06-01T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SPAN = { from: '2026-06-01T00:00:00Z', to: '2026-06-30T00:00:00Z' };

let stage: Stage;
beforeAll(async () => {
  const clock = { nowMs: () => NOON + 2 * DAY, after: () => () => {} };
  stage = await openStage({ clock });
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.pool.query(
    'truncate challenges, allowances, allowance_uses, sms_replies, sms_opt_outs, challenge_channels, asks, decisions cascade',
  );
});

const pool = () => stage.database.pool;
const put = (id: string, said: Parameters<typeof putChallenge>[2] = {}) => putChallenge(pool(), id, said);

/** Something said of an authorization. */
const said = (authorizationId: string, verdict: 'fraud' | 'withdrawn', ref: string, atMs: number) =>
  addLabels(
    pool(),
    [
      {
        ...{ scope: { livemode: false, account: null }, authorizationId, transactionId: null, card: null, verdict },
        ...{ source: 'dispute', ref, knownAtMs: atMs, author: null, detail: {} },
      },
    ],
    atMs,
  );

describe('/v1/challenges', () => {
  it('lists questions, the latest first, page by page, without losing or repeating one of the same moment', async () => {
    for (const [index, id] of ['chl_a', 'chl_b', 'chl_c', 'chl_d'].entries()) {
      await put(id, { askedAtMs: NOON + (index > 1 ? HOUR : 0) });
    }
    const first = await stage.client.challenges.list({ limit: 3 });
    expect(first.data.map(({ id }) => id)).toEqual(['chl_c', 'chl_d', 'chl_a']);
    const second = await stage.client.challenges.list({ limit: 3, cursor: first.next ?? '' });
    expect(second.data.map(({ id }) => id)).toEqual(['chl_b']);
    expect(second.next).toBeNull();
    expect((await stage.send('GET', '/v1/challenges?cursor=nonsense')).status).toBe(400);
  });

  it.each([
    [{ state: 'open' }, ['chl_open']],
    [{ state: 'verified' }, ['chl_yes']],
    [{ channel: 'stripe' }, ['chl_theirs']],
    [{ origin: 'stripe' }, ['chl_theirs']],
    [{ card: 'ic_2' }, ['chl_open']],
    [{ cardholder: 'ich_2' }, ['chl_yes']],
    [{ merchant: '77' }, ['chl_yes']],
    [{ authorization: 'iauth_chl_yes' }, ['chl_yes']],
    [{ profile: 'strict' }, ['chl_open']],
    [{ rule: 'second' }, ['chl_yes']],
    [{ from: '2026-06-01T12:30:00Z' }, ['chl_theirs']],
    [{ to: '2026-06-01T12:30:00Z' }, ['chl_open', 'chl_yes']],
  ] as const)('finds them by %j', async (filter, ids) => {
    await put('chl_open', { card: 'ic_2', profile: 'strict' });
    const rules = ['first', 'second'];
    await put('chl_yes', { ...verified(NOON + MINUTE), cardholder: 'ich_2', merchant: '77', rules });
    const asked = {
      askedAtMs: NOON + HOUR,
      state: 'expired',
      phone: null,
      phoneCountry: null,
      phoneEnds: null,
    } as const;
    await put('chl_theirs', { ...asked, channel: 'stripe', origin: 'stripe', decisionId: null, terms: null });
    const { data } = await stage.client.challenges.list(filter);
    expect(data.map(({ id }) => id)).toEqual(ids);
  });

  it('shows of a phone its country and last digits, and that it opted out; never what it is kept as', async () => {
    await put('chl_1');
    await pool().query("insert into sms_opt_outs (phone, since) values ('hmac_chl_1', now())");
    const { text, json } = await stage.send('GET', '/v1/challenges');
    expect(json.data[0]).toMatchObject({ phone: { country: 'GB', ends: '23' }, opted_out: true });
    expect(text).not.toContain('hmac_');
    await pool().query('update sms_opt_outs set until = now()');
    expect((await stage.client.challenges.list()).data[0]).toMatchObject({ opted_out: false });
  });

  it('shows nobody what is of another mode or account', async () => {
    await put('chl_live', { scope: { livemode: true, account: 'acct_1' }, ...verified(NOON + MINUTE) });
    await put('chl_test');
    const theirs = await stage.keyed(['read'], { livemode: true, account: 'acct_1' });
    expect((await theirs.client.challenges.list()).data.map(({ id }) => id)).toEqual(['chl_live']);
    expect((await stage.client.challenges.list()).data.map(({ id }) => id)).toEqual(['chl_test']);
    await expect(theirs.client.challenges.get('chl_test')).rejects.toMatchObject({ code: 'not_found' });
    expect(await stage.client.challenges.get('chl_live')).toMatchObject({ livemode: true, account: 'acct_1' });
    const funnel = await theirs.client.challenges.funnel(SPAN);
    expect(funnel.total).toMatchObject({ asked: 1, verified: 1 });
  });

  it('tells the whole course of one, with how replies were read and what was bought later', async () => {
    const answered = NOON + 10 * MINUTE;
    const yes = await put('chl_1', { ...verified(answered), askedAgainAtMs: answered - 30_000 });
    const allowance = await putAllowance(pool(), yes);
    await pool().query(
      `insert into sms_replies (message_id, phone, challenge_id, reading, effect, received_at) values
      ('SM1', 'hmac_chl_1', 'chl_1', 'unclear', 'asked_again', $1), ('SM2', 'hmac_chl_1', 'chl_1', 'yes', 'verified', $2)`,
      [new Date(answered - 31_000), new Date(answered)],
    );
    await putAsk(pool(), 'iauth_chl_1', NOON, { outcome: 'challenge' });
    const ok = { approved: true, decided_by: 'us', confirmed_at: new Date(answered), outcome: 'approve' };
    await putAsk(pool(), 'iauth_again', answered + 5_000, { ...ok, first_reason: 'allowance', decision_id: 'dec_2' });
    await putAsk(pool(), 'iauth_elsewhere', answered + 6_000, { merchant: 'another' });
    await putAsk(pool(), 'iauth_before', NOON - DAY);
    const whole = await stage.client.challenges.get('chl_1');
    expect(whole).toMatchObject({
      ...{
        state: 'verified',
        verdict: null,
        allowance: { id: allowance, state: 'live', until: '2026-06-08T12:10:00.000Z' },
      },
      terms: { reply_minutes: 60, phone_unchanged_hours: 72, allowance_days: 7, decline_days: 90 },
      replies: [{ reading: 'unclear' }, { reading: 'yes', effect: 'verified' }],
      purchases: [{ authorization: 'iauth_again', approved: true, reason: 'allowance', decision: 'dec_2' }],
    });
    expect(whole.timeline.map(({ at, what, ref }) => [at.slice(11, 19), what, ref])).toEqual([
      ['12:00:00', 'asked', 'dec_1'],
      ['12:08:00', 'claimed', null],
      ['12:08:00', 'sent', null],
      ['12:09:00', 'delivered', null],
      ['12:09:29', 'reply', null],
      ['12:09:30', 'asked_again', null],
      ['12:10:00', 'reply', null],
      ['12:10:00', 'answered_yes', null],
      ['12:10:00', 'allowed', allowance],
      ['12:10:05', 'purchase', 'iauth_again'],
    ]);
  });

  it('tells how those ended that were not answered, and what became of a YES whose decline did not happen', async () => {
    const whatOf = async (id: string) =>
      (await stage.client.challenges.get(id)).timeline.map(({ what, because }) => [what, because]);
    const ended = { endedAtMs: NOON + HOUR, phone: null };
    await put('chl_late', { ...ended, state: 'expired', sentAtMs: NOON + 1_000, claimedAtMs: NOON + 1_000 });
    expect((await whatOf('chl_late')).at(-1)).toEqual(['expired', null]);
    await put('chl_gone', { ...ended, state: 'undeliverable', because: '30006' });
    expect(await whatOf('chl_gone')).toEqual([
      ['asked', null],
      ['undeliverable', '30006'],
    ]);
    const yes = await put('chl_void', {
      ...verified(NOON + MINUTE),
      ...ended,
      state: 'void',
      because: 'webhook_timeout',
    });
    const allowance = await putAllowance(pool(), yes);
    await pool().query("update allowances set ended_at = $1, ended_because = 'void'", [new Date(NOON + HOUR)]);
    expect((await whatOf('chl_void')).slice(-4)).toEqual([
      ['answered_yes', null],
      ['allowed', null],
      ['void', 'webhook_timeout'],
      ['allowance_ended', 'void'],
    ]);
    expect((await stage.client.challenges.get('chl_void')).allowance).toMatchObject({ id: allowance, state: 'ended' });
  });

  it('says who took a NO back, and when', async () => {
    const no = { state: 'rejected', answeredAtMs: NOON + MINUTE, endedAtMs: NOON + MINUTE, claimedAtMs: NOON } as const;
    await put('chl_no', { ...no, declinesUntilMs: NOON + 90 * DAY });
    await changeChallenge(pool(), 'chl_no', { liftedBy: stage.admin.id, declinesUntilMs: NOON + HOUR });
    const whole = await stage.client.challenges.get('chl_no');
    expect(whole.lifted_by).toEqual({ id: stage.admin.id, name: 'someone with admin' });
    expect(whole.timeline.at(-1)).toMatchObject({
      what: 'lifted',
      at: '2026-06-01T13:00:00.000Z',
      ref: stage.admin.id,
    });
  });

  it('knows of none that there is not', async () => {
    await expect(stage.client.challenges.get('chl_none')).rejects.toMatchObject({ code: 'not_found', status: 404 });
  });
});

describe('/v1/challenges/{id}/lift', () => {
  const no = { ...verified(NOON + MINUTE), state: 'rejected', declinesUntilMs: NOON + 90 * DAY } as const;
  const now = '2026-06-03T12:00:00.000Z';

  it('takes back a NO as of now, with its label, once; and says who did', async () => {
    await put('chl_no', no);
    const label = { scope: { livemode: false, account: null }, transactionId: null, card: null, author: null } as const;
    const fraud = { ...label, authorizationId: 'iauth_chl_no', verdict: 'fraud', source: 'challenge' } as const;
    await addLabels(pool(), [{ ...fraud, ref: 'chl_no', knownAtMs: NOON + MINUTE, detail: {} }], NOON + MINUTE);
    expect((await stage.client.challenges.get('chl_no')).verdict).toBe('fraud');
    const lifted = await stage.client.challenges.lift('chl_no', { note: 'they called: it was theirs' });
    expect(lifted).toMatchObject({ state: 'rejected', declines_until: now, verdict: null });
    expect(lifted.lifted_by).toEqual({ id: stage.admin.id, name: 'someone with admin' });
    expect(lifted.timeline.at(-1)).toMatchObject({ at: now, what: 'lifted' });
    const { labels } = await stage.client.labels.verdict({ authorization: 'iauth_chl_no' });
    expect(labels.at(-1)).toMatchObject({ verdict: 'withdrawn', detail: { note: 'they called: it was theirs' } });
    const audit = await stage.client.audit.list({ act: 'challenge.lift' });
    expect(audit.data[0]).toMatchObject({ subject: 'chl_no', detail: { note: 'they called: it was theirs' } });
    await expect(stage.client.challenges.lift('chl_no')).rejects.toMatchObject({
      ...{ code: 'conflict', message: expect.stringContaining('someone with admin took it back before') },
    });
    expect((await stage.client.audit.list({ act: 'challenge.lift' })).data).toHaveLength(1);
  });

  it('refuses what was not answered NO, what is not there or not theirs, notes about persons, and who may only read', async () => {
    await put('chl_yes', verified(NOON + MINUTE));
    await put('chl_no', no);
    await put('chl_live', { ...no, scope: { livemode: true, account: null } });
    const lift = (id: string, body: object = {}) => stage.client.challenges.lift(id, body);
    await expect(lift('chl_yes')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/it is verified/),
    });
    await expect(lift('chl_none')).rejects.toMatchObject({ code: 'not_found' });
    const tester = await stage.keyed(['review'], { livemode: false });
    await expect(tester.client.challenges.lift('chl_live')).rejects.toMatchObject({ code: 'not_found' });
    await expect(lift('chl_no', { note: 'jane@example.com called' })).rejects.toMatchObject({ status: 400 });
    const reader = await stage.keyed(['read']);
    await expect(reader.client.challenges.lift('chl_no')).rejects.toMatchObject({ code: 'forbidden' });
    expect((await stage.client.challenges.get('chl_no')).lifted_by).toBeNull();
  });
});

describe('/v1/challenges/funnel', () => {
  it('counts how far questions got, for each rule that asked and in all', async () => {
    await put('chl_1', { rules: ['one', 'two'] });
    await put('chl_2', { rules: ['two'], state: 'delivered', sentAtMs: NOON, deliveredAtMs: NOON });
    await put('chl_3', { rules: [], state: 'undeliverable', endedAtMs: NOON, sentAtMs: NOON });
    await put('chl_4', { rules: ['one'], state: 'opted_out', endedAtMs: NOON, sentAtMs: NOON });
    const { data, total } = await stage.client.challenges.funnel({ by: 'rule', ...SPAN });
    expect(total).toMatchObject({ asked: 4, sent: 3, delivered: 1, open: 2, undeliverable: 1, opted_out: 1 });
    expect(data.map(({ key, asked, open, opted_out: out }) => [key, asked, open, out])).toEqual([
      ['one', 2, 1, 1],
      ['two', 2, 2, 0],
      [null, 1, 0, 0],
    ]);
  });

  it.each([
    ['day', ['2026-06-01', '2026-06-02']],
    ['profile', ['balanced', 'strict']],
    ['channel', ['stripe', 'twilio']],
  ] as const)('tells lines apart by %s', async (by, keys) => {
    await put('chl_1', { channel: 'stripe' });
    await put('chl_2', { profile: 'strict', askedAtMs: NOON + 12 * HOUR });
    const { data } = await stage.client.challenges.funnel({ by, ...SPAN });
    expect(data.map(({ key, asked }) => [key, asked])).toEqual(keys.map((key) => [key, 1]));
  });

  it('counts who tried again after a YES, was approved, and whom nobody calls a fraudster', async () => {
    const answered = NOON + 10 * MINUTE + 500;
    const approved = { approved: true, decided_by: 'us', confirmed_at: new Date(answered) };
    const declined = { ...approved, approved: false };
    const yes = (card: string) => ({ ...verified(answered), card });
    await put('chl_never', yes('ic_never'));
    await put('chl_declined', yes('ic_declined'));
    await putAsk(pool(), 'iauth_declined', answered + MINUTE, { card: 'ic_declined', ...declined });
    await put('chl_other', yes('ic_other'));
    await putAsk(pool(), 'iauth_other', answered + MINUTE, { card: 'ic_other', merchant: 'another', ...approved });
    await put('chl_late', yes('ic_late'));
    await putAsk(pool(), 'iauth_late', answered + 7 * DAY, { card: 'ic_late', ...approved });
    await put('chl_good', yes('ic_good'));
    await putAsk(pool(), 'iauth_first', answered + 1_000, { card: 'ic_good', ...declined });
    await putAsk(pool(), 'iauth_good', answered + 2_000, { card: 'ic_good', amount_minor: 4_200, ...approved });
    await putAsk(pool(), 'iauth_more', answered + 3_000, { card: 'ic_good', amount_minor: 9_900, ...approved });
    await put('chl_untold', yes('ic_untold'));
    // In the second of the answer, as Stripe says times; and not confirmed yet.
    const untold = { card: 'ic_untold', amount_minor: 700, currency: 'eur', outcome: 'approve' };
    await putAsk(pool(), 'iauth_untold', Math.floor(answered / 1000) * 1000, untold);
    await put('chl_fraud', yes('ic_fraud'));
    await putAsk(pool(), 'iauth_fraud', answered + 1_000, { card: 'ic_fraud', ...approved });
    await said('iauth_fraud', 'fraud', 'dp_1', answered + DAY);

    const funnel = () => stage.client.challenges.funnel({ by: 'channel', ...SPAN });
    const { total, data } = await funnel();
    expect(total).toMatchObject({ asked: 7, verified: 7, retried: 4, approved_after: 3, saved: 2 });
    const amounts = [
      { currency: 'eur', amount_minor: 700 },
      { currency: 'usd', amount_minor: 4_200 },
    ];
    expect(total.saved_amounts).toEqual(amounts);
    expect(data).toMatchObject([{ key: 'twilio', asked: 7, saved: 2, saved_amounts: amounts }]);

    // The fraud is taken back; then somebody calls the question itself one.
    await said('iauth_fraud', 'withdrawn', 'dp_1', answered + 2 * DAY);
    expect((await funnel()).total.saved).toBe(3);
    await said('iauth_chl_good', 'fraud', 'dp_2', answered + DAY);
    expect((await funnel()).total.saved).toBe(2);
  });

  it('does not count as saved what a warning about the card, or a label of its transaction, calls fraud', async () => {
    const answered = NOON + 10 * MINUTE;
    const approved = { approved: true, decided_by: 'us', confirmed_at: new Date(answered) };
    for (const card of ['ic_w', 'ic_t']) {
      await put(`chl_${card}`, { ...verified(answered), card });
      await putAsk(pool(), `iauth_${card}`, answered + MINUTE, { card, ...approved });
    }
    const funnel = async () => (await stage.client.challenges.funnel(SPAN)).total.saved;
    expect(await funnel()).toBe(2);
    const scope = { livemode: false, account: null };
    const label = { scope, authorizationId: null, transactionId: null, verdict: 'fraud', author: null } as const;
    const warning = { ...label, card: 'ic_w', source: 'fraud_warning', ref: 'w', knownAtMs: answered + DAY } as const;
    await addLabels(pool(), [{ ...warning, detail: { started_at: (answered + HOUR) / 1000 } }], answered + DAY);
    // It began after the purchase.
    expect(await funnel()).toBe(2);
    await addLabels(pool(), [{ ...warning, ref: 'v', detail: { started_at: NOON / 1000 } }], answered + DAY);
    expect(await funnel()).toBe(1);
    const dispute = { ...label, card: null, transactionId: 'ipi_t', source: 'import', ref: 'x', detail: {} } as const;
    await addLabels(pool(), [{ ...dispute, knownAtMs: answered + DAY }], answered + DAY);
    expect(await funnel()).toBe(1);
    await pool().query(
      `insert into label_joins (livemode, account, transaction_id, authorization_id, joined_at)
      values (false, '', 'ipi_t', 'iauth_ic_t', now())`,
    );
    expect(await funnel()).toBe(0);
  });

  it('counts by reason those who could not be asked, and how many were approved all the same', async () => {
    const record = (id: string, outcome: string, unaskable: string | null, more: object = {}) =>
      decisionText(id, { outcome, facts: { unaskable }, received_at: NOON, ...more });
    await writeRecords(pool(), [
      record('1', 'decline', 'no_phone'),
      record('2', 'approve', 'no_phone'),
      record('3', 'decline', 'daily_limit'),
      record('4', 'challenge', null),
      record('5', 'decline', 'no_phone', { livemode: true }),
      record('6', 'decline', 'no_phone', { received_at: NOON - 30 * DAY }),
    ]);
    expect((await stage.client.challenges.funnel(SPAN)).unaskable).toEqual([
      { reason: 'no_phone', count: 2, approved: 1 },
      { reason: 'daily_limit', count: 1, approved: 0 },
    ]);
  });

  it('is of the last seven days where nothing is said, and of 400 at most', async () => {
    await put('chl_now', { askedAtMs: NOON });
    await put('chl_old', { askedAtMs: NOON - 6 * DAY });
    expect((await stage.client.challenges.funnel()).total.asked).toBe(1);
    const span = { from: '2024-01-01T00:00:00Z', to: SPAN.to };
    await expect(stage.client.challenges.funnel(span)).rejects.toMatchObject({ status: 400 });
  });
});

describe('a decision', () => {
  const recorded = {
    ...{ id: 'chl_asked', channel: 'twilio', phone: 'hmac_secret', phone_country: 'GB', phone_ends: '23' },
    from: '+15005550006',
  };
  const asking = {
    outcome: 'challenge',
    reasons: ['fraud_risk_score'],
    reply: { approved: false },
    challenge: recorded,
  };
  const whole = {
    ...{ considered: [], attributes: {}, errors: [], overridden: [], decided_after_ms: 1 },
    ...{ amount_minor: null, currency: null, merchant: null, merchant_name: null, merchant_category: null },
    ...{ merchant_country: null, card: null, cardholder: null },
    facts: { has_rejected_challenge: false, allowance: null, list_hits: [] },
  };

  it('says which question it put and what became of it, and shows no more of the phone than elsewhere', async () => {
    await writeRecords(pool(), [decisionText('dec_asked', { ...whole, ...asking })]);
    const before = await stage.client.decisions.get('dec_asked');
    expect(before.challenge).toEqual({
      ...{ id: 'chl_asked', channel: 'twilio', state: null, because: null, phone: { country: 'GB', ends: '23' } },
      ...{ sent_at: null, answered_at: null, allowance: null },
    });
    expect(before.facts.unaskable).toBeNull();
    const allowance = await putAllowance(pool(), await put('chl_asked', verified(NOON + 3 * MINUTE)));
    const { text, json } = await stage.send('GET', '/v1/decisions');
    expect(json.data[0].challenge).toMatchObject({
      ...{ state: 'verified', answered_at: '2026-06-01T12:03:00.000Z', sent_at: '2026-06-01T12:01:00.000Z' },
      allowance: { id: allowance, until: '2026-06-08T12:03:00.000Z', ended_at: null },
    });
    expect(text).not.toMatch(/hmac_secret|\+1500/);
    const { support, text: page } = await stage.client.decisions.explain('dec_asked');
    const sentence =
      'The cardholder was asked by text and answered YES 2 minutes later; they may buy there until 2026-06-08 12:03 UTC.';
    expect(support).toMatch(new RegExp(` ${sentence.replaceAll('.', '\\.')}$`));
    expect(page).toContain(`question   ${sentence}`);
  });

  it('that asked nobody says so', async () => {
    await writeRecords(pool(), [decisionText('dec_quiet', { ...whole, reasons: ['nothing_matched'] })]);
    expect((await stage.client.decisions.get('dec_quiet')).challenge).toBeNull();
  });
});

it('what is counted for who watches is of a time, in all modes, without replies that are not read yet', async () => {
  await put('chl_1');
  await put('chl_2', { ...verified(NOON + MINUTE), scope: { livemode: true, account: null } });
  await put('chl_3', verified(NOON + MINUTE));
  await put('chl_old', { askedAtMs: NOON - DAY });
  await pool().query(
    `insert into sms_replies (message_id, phone, challenge_id, reading, effect, received_at) values
    ('SM1', 'h', null, 'yes', 'verified', $1), ('SM2', 'h', null, '', '', $1), ('SM3', 'h', null, 'no', 'rejected', $2)`,
    [new Date(NOON), new Date(NOON - DAY)],
  );
  expect(await countChallengesSince(pool(), NOON)).toEqual({
    challenges: [
      { channel: 'twilio', state: 'pending', count: 1 },
      { channel: 'twilio', state: 'verified', count: 2 },
    ],
    replies: [{ reading: 'yes', count: 1 }],
  });
});

describe('/v1/challenges/channels', () => {
  it('tells of every channel, and which one is off here', async () => {
    const off =
      'insert into challenge_channels (channel, livemode, account, off_at, because) values ($1, $2, $3, $4, $5)';
    await pool().query(off, ['stripe', false, '', new Date(NOON), 'webhook_error']);
    await pool().query(off, ['twilio', true, '', new Date(NOON), 'by_hand']);
    const { data } = await stage.client.challenges.channels();
    expect(data).toEqual([
      {
        ...{ channel: 'stripe', state: 'off', off_at: '2026-06-01T12:00:00.000Z', because: 'webhook_error' },
        ...{ on_at: null, by: null },
      },
      { channel: 'twilio', state: 'on', off_at: null, because: null, on_at: null, by: null },
    ]);
  });

  it('are resumed by whom the policy is entrusted to, here alone', async () => {
    const off =
      'insert into challenge_channels (channel, livemode, account, off_at, because) values ($1, $2, $3, $4, $5)';
    for (const livemode of [false, true])
      await pool().query(off, ['stripe', livemode, '', new Date(NOON), 'webhook_error']);
    const reviewer = await stage.keyed(['read', 'review']);
    await expect(reviewer.client.challenges.resume('stripe')).rejects.toMatchObject({ code: 'forbidden' });
    const resumed = await stage.client.challenges.resume('stripe');
    expect(resumed).toMatchObject({ state: 'on', on_at: '2026-06-03T12:00:00.000Z', by: { id: stage.admin.id } });
    const states = async (livemode: boolean) =>
      (await stage.client.challenges.channels({ livemode })).data.map(({ state }) => state);
    expect(await states(false)).toEqual(['on', 'on']);
    expect(await states(true)).toEqual(['off', 'on']);
    await expect(stage.client.challenges.resume('stripe')).rejects.toMatchObject({ code: 'conflict' });
    await expect(reviewer.client.challenges.pause('twilio')).rejects.toMatchObject({ code: 'forbidden' });
    const paused = await stage.client.challenges.pause('twilio');
    expect(paused).toMatchObject({ state: 'off', because: 'paused', by: { id: stage.admin.id } });
    expect(await states(false)).toEqual(['on', 'off']);
    await expect(stage.client.challenges.pause('twilio')).rejects.toMatchObject({ code: 'conflict' });
    await expect(stage.client.challenges.resume('pigeon')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('/v1/allowances', () => {
  it('ends one now when somebody revokes it, once, and says who did', async () => {
    const id = await putAllowance(pool(), await put('chl_1', verified(NOON)));
    const reader = await stage.keyed(['read']);
    await expect(reader.client.allowances.revoke(id)).rejects.toMatchObject({ code: 'forbidden' });
    const tester = await stage.keyed(['review'], { livemode: true });
    await expect(tester.client.allowances.revoke(id)).rejects.toMatchObject({ code: 'not_found' });
    const bad = { note: 'ask +44 7700 900123' };
    await expect(stage.client.allowances.revoke(id, bad)).rejects.toMatchObject({ status: 400 });
    expect(await stage.client.allowances.revoke(id, { note: 'the phone was stolen' })).toMatchObject({
      ...{ state: 'ended', ended_at: '2026-06-03T12:00:00.000Z', ended_because: 'revoked' },
      ended_by: { id: stage.admin.id, name: 'someone with admin' },
    });
    const audit = await stage.client.audit.list({ act: 'allowance.revoke' });
    expect(audit.data[0]).toMatchObject({ subject: id, detail: { challenge: 'chl_1', note: 'the phone was stolen' } });
    await expect(stage.client.allowances.revoke(id)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/revoked/),
    });
    const past = await putAllowance(pool(), await put('chl_2', verified(NOON - 8 * DAY)));
    await expect(stage.client.allowances.revoke(past)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/ran out/),
    });
    await expect(stage.client.allowances.revoke('alw_none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lists what is allowed, live or ended, with what was used of it', async () => {
    const allow = async (id: string, card: string, answered: number, more: object = {}) =>
      putAllowance(pool(), await put(id, { ...verified(answered), card, ...more }));
    const first = await allow('chl_1', 'ic_1', NOON);
    const second = await allow('chl_2', 'ic_2', NOON + HOUR, { cardholder: 'ich_2' });
    const past = await allow('chl_3', 'ic_3', NOON - 9 * DAY);
    await allow('chl_4', 'ic_4', NOON, { scope: { livemode: true, account: null } });
    await pool().query(
      `insert into allowance_uses (decision_id, allowance_id, authorization_id, amount_minor, at) values
      ('dec_x', $1, 'iauth_x', 300, $2), ('dec_y', $1, 'iauth_y', 400, $2)`,
      [first, new Date(NOON + MINUTE)],
    );
    const ids = async (query: object = {}) =>
      (await stage.client.allowances.list(query)).data.map(({ id, state }) => [id, state]);
    expect(await ids()).toEqual([
      [second, 'live'],
      [first, 'live'],
      [past, 'ended'],
    ]);
    expect(await ids({ state: 'live', limit: 1 })).toEqual([[second, 'live']]);
    expect(await ids({ state: 'ended' })).toEqual([[past, 'ended']]);
    expect(await ids({ card: 'ic_1' })).toEqual([[first, 'live']]);
    expect(await ids({ cardholder: 'ich_2' })).toEqual([[second, 'live']]);
    const [row] = (await stage.client.allowances.list({ card: 'ic_1' })).data;
    expect(row).toMatchObject({ used_minor: 700, uses: 2, each_minor: 10_000, merchant_name: 'Shoes & Co' });
    const pages: string[] = [];
    for await (const { id } of stage.client.allowances.each({ limit: 1 })) pages.push(id);
    expect(pages).toEqual([second, first, past]);
  });
});
