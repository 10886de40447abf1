import type { CountersignClient } from '../../src/sdk/index.ts';
import type { ConsoleStage } from '../support/console.ts';
import { until } from '../support/serve.ts';
import { askEvent, freshAsk, merge } from '../support/stripe.ts';

type Json = Record<string, unknown>;

/** An ask of this authorization with this fraud score. */
export function askOf(name: string, score: number, atMs: number, changes: Json = {}): Json {
  return freshAsk(name, score, atMs, changes);
}

/** How Stripe reports that an ask ended. */
export function reportOf(ask: Json, ended: { readonly approved: boolean; readonly reason: string }): Json {
  const { object } = ask.data as { object: Json };
  const created = Number(ask.created);
  const { amount, currency } = object.pending_request as Json;
  const entry = { ...ended, amount, currency, created: created + 1, requested_at: created, reason_message: null };
  const told = merge(object, {
    approved: ended.approved,
    amount,
    request_history: [entry],
    status: ended.approved ? 'pending' : 'closed',
  });
  const report = { id: `${String(ask.id)}_told`, type: 'issuing_authorization.created', created: created + 1 };
  return askEvent({ ...told, pending_request: null }, report);
}

/** A capture of an authorization, and a dispute of it. */
export function disputed(authorization: string, atMs: number): Json[] {
  const created = Math.floor(atMs / 1000);
  const capture = { id: 'ipi_1', object: 'issuing.transaction', authorization, type: 'capture', amount: -1234 };
  const dispute = { id: 'idp_1', object: 'issuing.dispute', transaction: 'ipi_1', evidence: { reason: 'fraudulent' } };
  const event = (type: string, object: Json, at: number) =>
    askEvent({ currency: 'usd', card: 'ic_1', created: at, ...object }, { id: `evt_${type}`, type, created: at });
  return [
    event('issuing_transaction.created', capture, created),
    event('issuing_dispute.created', { amount: 1234, status: 'submitted', ...dispute }, created + 1),
  ];
}

/** The id of our decision of an authorization, once it is stored. */
export function decisionOf(client: CountersignClient, authorization: string): Promise<string> {
  return until(async () => {
    const { data } = await client.decisions.list({ text: authorization });
    return data[0]?.id ?? null;
  }, 60_000);
}

/**
 * Some asks of one card, within a minute: calm ones, one that is declined, one that Stripe declined itself, one
 * that was captured and disputed.
 */
export async function someTraffic({ serving, client }: ConsoleStage): Promise<void> {
  const nowMs = Date.now();
  const at = (secondsAgo: number) => nowMs - secondsAgo * 1_000;
  const shops = ['Sample Rides', 'Corner Books', 'Green Grocer', 'Night Owl Electronics'];
  for (let number = 0; number < 8; number += 1) {
    const shop = { name: shops[number % 4], network_id: `10000000000${number % 4}` };
    const ask = askOf(`calm_${number}`, 5 + number, at(50 - number * 4), { merchant_data: shop });
    await serving.ask(ask);
    await serving.send(reportOf(ask, { approved: true, reason: 'webhook_approved' }));
  }
  const short = askOf('short', 8, at(9), { pending_request: { amount: 990_00 } });
  await serving.ask(short);
  await serving.send(reportOf(short, { approved: false, reason: 'insufficient_funds' }));
  const risky = askOf('risky', 91, at(4), {
    pending_request: { amount: 412_50 },
    risk_assessment: { fraud_risk: { level: 'highest' }, card_testing_risk: { level: 'elevated' } },
  });
  await serving.ask(risky);
  await serving.send(reportOf(risky, { approved: false, reason: 'webhook_declined' }));
  for (const event of disputed('iauth_calm_0', at(1))) await serving.send(event);
  await until(async () => {
    const { data } = await client.decisions.list({ state: 'confirmed' });
    return data.length === 10 || null;
  }, 60_000);
  await until(async () => (await client.authorizations.get('iauth_calm_0')).labelled.labels[0] ?? null, 60_000);
}
