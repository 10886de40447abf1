import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApiKey } from '../../../src/adapters/store/database/api-keys.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { followUpsOf } from '../../../src/adapters/store/database/review-follow-ups.ts';
import type { JobData } from '../../../src/core/domain/job.ts';
import { decideReview } from '../../../src/workflows/review/decide.ts';
import { freezeCard } from '../../../src/workflows/review/freeze.ts';
import { CARD, HOLDER } from '../../simulator/stripe/stage.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { replying, serveStripe, TEST_KEY } from '../../support/served-stripe.ts';
import { arrive, emptyReviews, NOW_MS, reviewed } from './records.ts';

describe('freezing a card', () => {
  const { dir, remove } = createTemporaryDir();
  let database: Database;
  let author: string;
  beforeAll(async () => {
    database = openDatabase({ url: null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
    await database.ready();
    const key = { name: 'ann', scopes: ['review'], livemode: null, account: null, hash: 'h', createdBy: 'system' };
    author = (await createApiKey(database.pool, key)).id;
  });
  afterAll(async () => {
    await database.close();
    remove();
  });
  beforeEach(() => emptyReviews(database));

  /** A verdict with a freeze: its job, and what the review says of it. */
  async function asked(fields: Readonly<Record<string, unknown>> = {}) {
    await arrive(database, [reviewed('d1', '1', 0, fields)]);
    const { rows } = await database.pool.query<{ id: string }>('select id from reviews');
    const id = rows[0]?.id ?? '';
    const verdict = { verdict: 'fraud' as const, note: null, followUps: [{ kind: 'freeze_card' as const }] };
    const ports = { list: () => undefined, freezeFault: () => null };
    await decideReview(database.pool, id, verdict, { author, nowMs: NOW_MS }, ports);
    const jobs = await database.pool.query<{ name: string; data: JobData }>('select name, data from outbox');
    expect(jobs.rows).toMatchObject([{ name: 'freeze_card' }]);
    return { data: jobs.rows[0]?.data ?? {}, followUp: async () => (await followUpsOf(database.pool, [id]))[0] };
  }

  async function served() {
    const stage = await serveStripe(replying({ approved: true }));
    await stage.account.issuer.addCardholder(HOLDER);
    await stage.account.issuer.addCard(CARD);
    const status = () => stage.account.objects.cards.get('ic_1')?.status;
    return { ...stage, status, freeze: freezeCard({ pool: database.pool, clock: realClock, stripe: stage.stripe }) };
  }

  it('sets it inactive at Stripe, and says so on the review', async () => {
    const { freeze, status } = await served();
    const { data, followUp } = await asked();
    expect([status(), (await followUp())?.state]).toEqual(['active', 'pending']);
    await freeze(data);
    expect([status(), await followUp()]).toMatchObject(['inactive', { state: 'done', reason: null }]);
  });

  it('does no harm when it is done again after a crash, though somebody activated the card meanwhile', async () => {
    const { freeze, status, stripe } = await served();
    const { data, followUp } = await asked();
    await freeze(data);
    // The process died after Stripe's answer and before it wrote that down.
    await database.pool.query(`update review_follow_ups set state = 'pending', settled_at = null`);
    await freeze(data);
    expect(await followUp()).toMatchObject({ state: 'done', reason: 'the card was inactive already' });
    await database.pool.query(`update review_follow_ups set state = 'pending', settled_at = null`);
    await stripe.issuing.cards.update('ic_1', { status: 'active' });
    await freeze(data);
    expect([status(), (await followUp())?.state]).toEqual(['active', 'done']);
  });

  it('leaves a canceled card as it is', async () => {
    const { freeze, status, stripe } = await served();
    const { data, followUp } = await asked();
    await stripe.issuing.cards.update('ic_1', { status: 'canceled' });
    await freeze(data);
    expect([status(), await followUp()]).toMatchObject(['canceled', { reason: 'the card was canceled already' }]);
  });

  it('fails for good where Stripe knows no such card, and where it is of the other mode', async () => {
    const { freeze } = await served();
    const { data, followUp } = await asked({ card: 'ic_none' });
    await expect(freeze(data)).rejects.toMatchObject({ name: 'JobGivenUp' });
    expect(await followUp()).toMatchObject({ state: 'failed', reason: expect.stringContaining('no card ic_none') });
    await emptyReviews(database);
    const live = await asked({ livemode: true });
    await expect(freeze(live.data)).rejects.toMatchObject({ name: 'JobGivenUp' });
    expect(await live.followUp()).toMatchObject({ reason: expect.stringContaining('the other mode') });
  });

  it('is tried again while Stripe can not be reached, and says so meanwhile', async () => {
    const { freeze, status } = await served();
    const { data, followUp } = await asked();
    const nowhere = new Stripe(TEST_KEY, { host: '127.0.0.1', port: 9, protocol: 'http', maxNetworkRetries: 0 });
    const failing = freezeCard({ pool: database.pool, clock: realClock, stripe: nowhere });
    await expect(failing(data)).rejects.not.toMatchObject({ name: 'JobGivenUp' });
    expect(await followUp()).toMatchObject({ state: 'pending', reason: expect.stringContaining('tried again') });
    await freeze(data);
    expect([status(), (await followUp())?.state]).toEqual(['inactive', 'done']);
  });

  it('of what was erased is nothing to do', async () => {
    const { freeze, status } = await served();
    const { data } = await asked();
    await emptyReviews(database);
    await freeze(data);
    expect(status()).toBe('active');
  });
});
