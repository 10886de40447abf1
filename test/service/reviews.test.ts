import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../../src/sdk/index.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const POLICY = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 75 } }\n',
  'rules/a.yaml': 'rules: [{ id: look, rule: "Review if :fraud_risk_score: > 40" }]\n',
};

/** An event about something of Stripe's, made now. */
const event = (type: string, object: Record<string, unknown>) => {
  const created = Math.floor(Date.now() / 1000);
  const common = { object: 'event', api_version: '2026-10-28.endive', livemode: false, created, pending_webhooks: 1 };
  return { id: `evt_${object.id}`, type, data: { object: { created, ...object } }, ...common };
};

test('an ask that a Review rule matched is in the queue of a real service, until a dispute closes it', async () => {
  const dataDir = temporaryFolder();
  const postgres = (await whyNoPostgres()) === null ? await createPostgresDatabase() : null;
  if (postgres) onTestFinished(postgres.drop);
  const serving = await serve(dataDir, {
    POLICIES: writeFiles(temporaryFolder(), POLICY),
    ...(postgres && { DATABASE_URL: postgres.url }),
  });
  await serving.ask(freshAsk('look', 60, Date.now()));
  await serving.ask(freshAsk('plain', 5, Date.now()));
  const apiKey = await until(async () => readFileSync(join(dataDir, 'admin.key'), 'utf8').trim(), 60_000);
  const client = createClient({ url: `http://127.0.0.1:${serving.port}`, apiKey });
  const review = await until(async () => (await client.reviews.list()).data[0] ?? null, 60_000);
  expect(review).toMatchObject({ authorization: 'iauth_look', rules: ['look'], kind: 'rule', status: 'open' });
  const frozen = client.reviews.decide(review.id, { verdict: 'fraud', follow_ups: [{ kind: 'freeze_card' }] });
  await expect(frozen).rejects.toMatchObject({ message: expect.stringContaining('STRIPE_SECRET_KEY is not set') });

  const transaction = { id: 'ipi_1', object: 'issuing.transaction', authorization: 'iauth_look', type: 'capture' };
  const dispute = { id: 'idp_1', object: 'issuing.dispute', transaction: 'ipi_1', evidence: { reason: 'fraudulent' } };
  expect(await serving.send(event('issuing_dispute.created', dispute))).toBe(200);
  expect(await serving.send(event('issuing_transaction.created', transaction))).toBe(200);
  const closed = await until(async () => (await client.reviews.list({ status: 'closed' })).data[0] ?? null, 60_000);
  expect(closed).toMatchObject({ id: review.id, verdict: 'fraud', closed_by: { id: 'dispute' } });
  expect(await client.reviews.list({ status: 'open' })).toMatchObject({ open: 0, data: [] });
}, 120_000);
