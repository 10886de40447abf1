import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { readAuthorization } from '../../../../src/adapters/stripe/authorization.ts';
import { decideOffline } from '../../../../src/core/decision/offline.ts';
import type { EntryFilter } from '../../../../src/sdk/resources.ts';
import { eventText } from '../../../adapters/store/database/fixtures.ts';
import { takeToAsks } from '../../../support/ingest.ts';
import { askEvent, authorizationObject } from '../../../support/stripe.ts';
import { files, openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const scored = (score: number, changes: Record<string, unknown> = {}) =>
  authorizationObject({ ...changes, risk_assessment: { fraud_risk: { score } } });

/** Decides as the door would and keeps the record; gives its id. */
async function decided(number: number, score: number, fields: Record<string, unknown> = {}): Promise<string> {
  const object = scored(score, { id: `iauth_${number}` });
  const reading = readAuthorization(object, { livemode: false, account: null }, null);
  if (!reading.isReadable) throw new Error(reading.problem);
  const record = decideOffline(reading.authorization, {}, stage.live.current(), (text) => text);
  const id = `dec_${number}`;
  const received_at = 1_790_000_000_000 + number;
  await writeRecords(stage.database.pool, [
    JSON.stringify({ ...record, id, event: `evt_${number}`, received_at, ...fields }),
  ]);
  return id;
}

describe('decisions', () => {
  beforeAll(async () => {
    for (const number of [1, 2, 3, 4, 5]) await decided(number, number === 3 ? 99 : 5);
    await decided(6, 99, { account: 'acct_1' });
    await decided(7, 99, { livemode: true, merchant_name: '100% Coffee' });
  });

  it('come newest first, page by page, within one mode and account', async () => {
    const ids: string[] = [];
    for await (const { id } of stage.client.decisions.each({ limit: 2 })) {
      ids.push(id);
      await decided(100 + ids.length, 5);
    }
    expect(ids).toEqual(['dec_5', 'dec_4', 'dec_3', 'dec_2', 'dec_1']);
    const theirs = await stage.client.decisions.list({}, { account: 'acct_1' });
    expect(theirs.data.map(({ id }) => id)).toEqual(['dec_6']);
  });

  it('are found by what they say', async () => {
    const { data } = await stage.client.decisions.list({ outcome: 'decline' });
    expect(data.map(({ id }) => id)).toEqual(['dec_3']);
    const { data: by } = await stage.client.decisions.list({ rule: 'fraud_risk_score.decline', limit: 5 });
    expect(by.map(({ id }) => id)).toEqual(['dec_3']);
    const { data: late } = await stage.client.decisions.list({ to: new Date(1_790_000_000_003).toISOString() });
    expect(late.map(({ id }) => id)).toEqual(['dec_2', 'dec_1']);
  });

  it('are not found by the wildcards of SQL', async () => {
    const found = async (text: string) => (await stage.client.decisions.list({ text }, { livemode: true })).data.length;
    expect([await found('%'), await found('100% c'), await found('1_0'), await found('_')]).toEqual([1, 1, 0, 0]);
    expect(await found("' or true --")).toBe(0);
  });

  it('are told by their id, to whom may see them', async () => {
    expect(await stage.client.decisions.get('dec_6')).toMatchObject({ id: 'dec_6', account: 'acct_1' });
    const { client } = await stage.keyed(['read'], { livemode: false, account: 'acct_2' });
    await expect(client.decisions.get('dec_6')).rejects.toMatchObject({ code: 'not_found' });
    await expect(stage.client.decisions.get('dec_none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are explained as a page, and in one sentence for support', async () => {
    const { text, support } = await stage.client.decisions.explain('dec_3');
    expect(text).toContain('DECLINE');
    expect(support).toMatch(/^We declined the purchase of .* at .*: fraud score 99 is above 75\.$/);
  });

  it('are explained by what Stripe said of them afterwards', async () => {
    const history = [{ approved: true, reason: 'webhook_timeout', created: 1_763_000_000 }];
    const fields = { request_history: history };
    const told = { object_id: 'iauth_3', type: 'issuing_authorization.created', fields };
    await writeRecords(stage.database.pool, [eventText('evt_told', told)]);
    await takeToAsks(stage.database.pool);
    const { support } = await stage.client.decisions.explain('dec_3');
    expect(support).toMatch(/^Our answer did not reach Stripe in time, and Stripe approved/);
  });
});

describe('a dry run', () => {
  it('decides an authorization or an event and records nothing', async () => {
    const count = async () => (await stage.database.pool.query('select 1 from decisions')).rows.length;
    const before = await count();
    const dry = await stage.client.decide({ authorization: scored(99) });
    expect(dry.decision).toMatchObject({ outcome: 'decline', reasons: ['fraud_risk_score.decline'] });
    const { decision } = await stage.client.decide({ event: askEvent(scored(5)) });
    expect(decision.outcome).toBe('approve');
    expect(await count()).toBe(before);
  });

  it('is over the entries that the lists have in that world', async () => {
    const merchant = String((authorizationObject().merchant_data as Record<string, unknown>).network_id);
    await stage.client.lists.addEntry('blocked', { value: merchant }, { account: 'acct_1' });
    const reasons = async (account?: string) =>
      (await stage.client.decide({ authorization: scored(5) }, { account })).decision.reasons;
    expect([await reasons('acct_1'), await reasons()]).toEqual([['listed'], ['nothing_matched']]);
  });

  it('is under another version or profile, if there is one', async () => {
    const { version } = await stage.client.policy.current();
    expect((await stage.client.decide({ authorization: scored(5), version, profile: 'only' })).decision.profile).toBe(
      'only',
    );
    await expect(stage.client.decide({ authorization: scored(5), profile: 'oly' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('there are only'),
    });
    await expect(
      stage.client.decide({ authorization: scored(5), version: 'pol_0000000000000000' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('says what keeps an authorization from being read', async () => {
    await expect(stage.client.decide({ authorization: { object: 'charge' } })).rejects.toMatchObject({
      problem: { errors: [{ path: 'body.authorization', message: expect.any(String) }] },
    });
  });
});

describe('lists', () => {
  it('are those that the policy declares, with how many entries they have', async () => {
    const { data } = await stage.client.lists.list();
    expect(data).toMatchObject([{ name: 'blocked', type: 'merchant', policy_entries: 0 }]);
    await expect(stage.client.lists.addEntry('none', { value: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('take a value once: again it only changes the note and the end', async () => {
    const first = await stage.client.lists.addEntry('blocked', { value: ' m_1 ' });
    const until = new Date(Date.now() + 60_000).toISOString();
    const second = await stage.client.lists.addEntry('blocked', { value: 'm_1', known_until: until, note: 'a week' });
    expect(second).toMatchObject({ value: 'm_1', note: 'a week', known_until: until });
    expect(second.id).not.toBe(first.id);
    const { data } = await stage.client.lists.entries('blocked', { value: 'm_1' });
    expect(data.map(({ id }) => id)).toEqual([second.id]);
    const gone = await stage.client.lists.removeEntry('blocked', second.id);
    expect(gone.removed_by?.id).toBe(stage.admin.id);
    await expect(stage.client.lists.removeEntry('blocked', second.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(stage.live.entries({ livemode: false, account: null }).get('blocked')?.has('m_1')).toBeFalsy();
  });

  it('tell what is on them in one mode and account, and what the policy itself puts there', async () => {
    const types =
      'type: merchant\nentries: [{ value: M_own, note: ours, known_from: 2026-01-31 }, m_second, m_third]\n';
    await stage.client.policy.apply({ files: files({ 'lists/own.yaml': types }) });
    const gone = await stage.client.lists.addEntry('own', { value: 'gone' });
    await stage.client.lists.removeEntry('own', gone.id);
    await stage.client.lists.addEntry('own', { value: 'stays' });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    await stage.client.lists.addEntry('own', { value: 'comes', known_from: tomorrow });
    await stage.client.lists.addEntry('own', { value: 'theirs' }, { account: 'acct_1' });
    expect(await stage.client.lists.get('own')).toMatchObject({
      ...{ name: 'own', policy_entries: 3, entries: 3, in_force: 1, coming: 1, ended: 1, in_policy: true },
    });
    const values = async (filter: EntryFilter) =>
      (await stage.client.lists.entries('own', filter)).data.map(({ value }) => value);
    expect(await values({ state: 'standing' })).toEqual(['comes', 'stays']);
    expect(await values({ state: 'ended' })).toEqual(['gone']);
    expect(await values({ text: 'TAY' })).toEqual(['stays']);
    const first = await stage.client.lists.ofPolicy('own', { limit: 2 });
    expect(first.data).toEqual([
      { value: 'M_own', note: 'ours', known_from: '2026-01-31T00:00:00.000Z', known_until: null },
      { value: 'm_second', note: null, known_from: null, known_until: null },
    ]);
    const rest = await stage.client.lists.ofPolicy('own', { limit: 2, cursor: first.next ?? '' });
    expect([rest.data.map(({ value }) => value), rest.next]).toEqual([['m_third'], null]);
    expect((await stage.client.lists.ofPolicy('own', { text: 'OWN' })).data).toHaveLength(1);
    await expect(stage.client.lists.get('none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leave the value out of the audit, which keeps for ever', async () => {
    await stage.client.lists.addEntry('blocked', { value: 'm_secret' });
    const { data } = await stage.client.audit.list({ act: 'list.add', subject: 'blocked' });
    expect(data[0]).toMatchObject({ by: { id: stage.admin.id }, detail: { entry: expect.stringContaining('entry_') } });
    expect(JSON.stringify(data)).not.toContain('m_secret');
  });
});

describe('keys', () => {
  it('are made, used, seen and revoked', async () => {
    const made = await stage.client.keys.create({ name: 'the analyst', scopes: ['read', 'policy'], livemode: true });
    expect(made).toMatchObject({ name: 'the analyst', livemode: true, created_by: { id: stage.admin.id } });
    expect(made.key).toMatch(/^csk_[\w-]{43}$/);
    const { data } = await stage.client.keys.list();
    expect(data.find(({ id }) => id === made.id)).toMatchObject({ scopes: ['read', 'policy'], revoked_at: null });
    expect((await stage.client.keys.revoke(made.id)).revoked_at).not.toBeNull();
    await expect(stage.client.keys.revoke('key_none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('erased, name nobody any more, in the audit too', async () => {
    const { id, client } = await stage.keyed(['admin']);
    await client.keys.create({ name: 'a program', scopes: ['read'] });
    const [before] = (await stage.client.audit.list({ act: 'key.create', limit: 1 })).data;
    expect(before?.by?.id).toBe(id);
    expect(await stage.client.keys.erase(id)).toMatchObject({ name: null, revoked_at: expect.any(String) });
    const [after] = (await stage.client.audit.list({ act: 'key.create', limit: 1 })).data;
    expect(after).toEqual({ ...before, by: null });
  });
});
