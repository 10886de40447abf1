import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findAsks } from '../../../src/adapters/store/database/asks.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import { retrievedReports } from '../../../src/adapters/store/database/reported.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { createStripeClient } from '../../../src/adapters/stripe/client.ts';
import type { JobData } from '../../../src/core/domain/job.ts';
import type { AskResult, SimulatedEvent } from '../../../src/simulator/stripe/transport.ts';
import { createAuthorizationsStep } from '../../../src/workflows/ingest/authorizations.ts';
import { createConfirmSweep } from '../../../src/workflows/ingest/confirm-sweep.ts';
import { startPump } from '../../../src/workflows/ingest/pump.ts';
import { createRetriever } from '../../../src/workflows/ingest/retrieve.ts';
import { createStandingAlarms } from '../../../src/workflows/ingest/standing.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { createManualClock, realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { takeToAsks } from '../../support/ingest.ts';
import { freePort, openProxy } from '../../support/proxy.ts';
import { cardDetails, holderDetails, purchaseWith } from '../../support/purchases.ts';
import { testHash } from '../../support/redis.ts';
import { reportOf } from '../../support/reports.ts';
import { replying, type ServedStripe, serveStripe, TEST_KEY } from '../../support/served-stripe.ts';

const NOW_MS = Date.now();
const MINUTES_LATER = { ...realClock, nowMs: () => Date.now() + 20 * 60_000 };

describe('what Stripe did not report', () => {
  const { dir, remove } = createTemporaryDir();
  let database: Database;
  beforeAll(async () => {
    database = openDatabase({ url: null, dataDir: dir, alarms: createTestAlarms(), clock: realClock });
    await database.ready();
  });
  afterAll(async () => {
    await database.close();
    remove();
  });
  beforeEach(async () => {
    await database.pool.query(
      'truncate decisions, events, inbox, outbox, replies_sent, authorizations, asks restart identity',
    );
  });
  const take = () => takeToAsks(database.pool, { nowMs: Date.now() });
  const asks = (id: string) => findAsks(database.pool, { livemode: false, account: '', id });

  /** A Stripe that asks, and the purchase of a decision that we have. */
  async function bought(result: (event: SimulatedEvent) => Promise<AskResult> = replying({ approved: true })) {
    const served = await serveStripe(result);
    await served.account.issuer.addCardholder(holderDetails());
    await served.account.issuer.addCard(cardDetails());
    const { authorizationId: id } = await served.account.issuer.authorize(purchaseWith());
    const fields = { authorization: id, ask: `${id}:0:1234`, asked_at: NOW_MS, received_at: NOW_MS };
    await writeRecords(database.pool, [decisionText('dec_1', fields)]);
    await take();
    return { served, id };
  }

  const client = ({ apiHost }: Pick<ServedStripe, 'apiHost'>, secretKey = TEST_KEY) =>
    createStripeClient({ secretKey, apiHost, apiVersion: '2026-10-28.endive' });

  function retrieving(stripe: ReturnType<typeof client>) {
    return createRetriever({ pool: database.pool, stripe, clock: realClock, hash: testHash });
  }

  /** The jobs of one sweep, as they are handed to handlers. */
  async function sweep(): Promise<JobData[]> {
    const alarms = createTestAlarms();
    const standing = createStandingAlarms({ alarms, clock: createManualClock() });
    const sweeping = createConfirmSweep({
      ...{ pool: database.pool, askable: 'test', alarms, standing, clock: MINUTES_LATER },
    });
    await sweeping({});
    const { rows } = await database.pool.query<{ data: JobData }>('select data from outbox order by seq');
    await database.pool.query('truncate outbox');
    return rows.map(({ data }) => data);
  }

  it('is retrieved, and confirms the decision like any report', async () => {
    const { served, id } = await bought();
    const [job] = await sweep();
    await retrieving(client(served))(job ?? {});
    const counted: string[] = [];
    const confirmed = (reason: string, livemode: boolean) => counted.push(`${reason} ${livemode}`);
    await takeToAsks(database.pool, { nowMs: Date.now(), confirmed });
    expect(counted).toEqual(['webhook_approved false']);
    expect(await asks(id)).toMatchObject([
      { decisionId: 'dec_1', confirmation: { approved: true, reason: 'webhook_approved', decidedBy: 'us' } },
    ]);
    const [report] = await retrievedReports(database.pool, { after: 0, known: [], limit: 10 });
    expect(report?.record).toMatchObject({ object_id: id, type: 'issuing_authorization.updated' });
    // Nothing personal came with it.
    const { rows } = await database.pool.query<{ record: unknown }>('select record from events');
    expect(JSON.stringify(rows.map(({ record }) => ({ ...(record as object), content: '' })))).not.toMatch(
      /Mustermann|erika|2025550123|Sample Lane/i,
    );
    expect(await sweep()).toEqual([]);
  });

  it('is retrieved twice without harm, and in the order of what is reported besides', async () => {
    const { served, id } = await bought();
    const [job = {}] = await sweep();
    await retrieving(client(served))(job);
    await retrieving(client(served))(job);
    await take();
    await served.account.issuer.increment(id, 300);
    const late = served.events.filter(({ type }) => type.startsWith('issuing_authorization.'));
    await writeRecords(
      database.pool,
      late.toReversed().map((event, index) => JSON.stringify(reportOf(event, Date.now() + index))),
    );
    await take();
    expect(await asks(id)).toHaveLength(2);
    await retrieving(client(served))(job);
    await take();
    expect(await asks(id)).toHaveLength(2);
  });

  it('is asked for until it can be had: a Stripe that fails for hours, and then works', async () => {
    const { served, id } = await bought();
    const port = await freePort();
    const away = client({ apiHost: `http://127.0.0.1:${port}` });
    const job = { livemode: false, account: null, authorization: id };
    for (let tries = 0; tries < 2; tries += 1) await expect(retrieving(away)(job)).rejects.toThrow();
    expect(await asks(id)).toMatchObject([{ confirmation: null }]);
    const proxy = await openProxy(port, new URL(served.apiHost));
    await retrieving(away)(job);
    await take();
    await proxy.close();
    expect(await asks(id)).toMatchObject([{ confirmation: { decidedBy: 'us' } }]);
  }, 60_000);

  it('is given up where Stripe has no such authorization', async () => {
    const { served } = await bought();
    await writeRecords(database.pool, [
      decisionText('dec_2', { authorization: 'iauth_none', ask: 'iauth_none:0:5', asked_at: NOW_MS }),
    ]);
    await take();
    await retrieving(client(served))({ livemode: false, account: null, authorization: 'iauth_none' });
    expect((await sweep()).map(({ authorization }) => authorization)).not.toContain('iauth_none');
  });

  it('is left alone with a key of live mode', async () => {
    const { served, id } = await bought();
    await retrieving(client(served, 'sk_live_other'))({ livemode: false, account: null, authorization: id });
    const { rows } = await database.pool.query('select id from events');
    expect(rows).toEqual([]);
  });

  it('is a dead letter where a job names nothing', async () => {
    await expect(retrieving(client({ apiHost: 'http://127.0.0.1:9' }))({})).rejects.toMatchObject({
      name: 'JobGivenUp',
    });
  });

  it('is told of once, though two pumps are at it at the same time', async () => {
    const { served, id } = await bought(replying({ approved: 'perhaps' }));
    const reports = served.events.filter(({ type }) => type.startsWith('issuing_authorization.'));
    await writeRecords(
      database.pool,
      reports.flatMap((event) => {
        const again = { id: `${event.id}_again`, content: 'another' };
        return [JSON.stringify(reportOf(event, NOW_MS)), JSON.stringify(reportOf(event, NOW_MS, again))];
      }),
    );
    const alarms = createTestAlarms();
    const start = () =>
      startPump({ pool: database.pool, steps: [createAuthorizationsStep(alarms, () => {})], clock: realClock, alarms });
    const pumps = [start(), start()];
    await Promise.all(pumps.map((pump) => pump.drain()));
    await Promise.all(pumps.map((pump) => pump.close()));
    await take();
    expect(await asks(id)).toMatchObject([{ confirmation: { decidedBy: 'error' } }]);
    expect(alarms.raised).toEqual(['answer_refused']);
    expect(alarms.details('answer_refused')).toMatchObject([{ reason_message: expect.stringMatching(/./) }]);
  });
});
