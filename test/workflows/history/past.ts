import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { readAuthorization } from '../../../src/adapters/stripe/authorization.ts';
import type { JsonObject } from '../../../src/core/domain/json.ts';
import type { Scope } from '../../../src/core/domain/scope.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { FeaturesOnly } from '../../../src/workflows/history/counts.ts';
import type { ReplayEvent } from '../../../src/workflows/history/replay-event.ts';
import { createReplayer, type ReplayedDecision } from '../../../src/workflows/history/replayer.ts';
import { policyOf } from '../../support/policy.ts';
import { authorizationObject } from '../../support/stripe.ts';

export const NOON = 1_790_000_000_000;
export const MINUTE = 60_000;
const TEST: Scope = { livemode: false, account: null };

/** A policy of one profile with these features and rules. */
export function policyWith(
  scowl: string,
  rules: Readonly<Record<string, string>> = {},
  profile = 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
): Policy {
  const listed = Object.entries(rules).map(([id, rule]) => `  - { id: ${id}, rule: ${JSON.stringify(rule)} }\n`);
  return policyOf({
    'portfolios.yaml': 'portfolios: [{ name: all, profile: only }]\n',
    'profiles/only.yaml': profile,
    'features/a.scowl': scowl,
    ...(listed.length > 0 && { 'rules/a.yaml': `rules:\n${listed.join('')}` }),
    'lists/friends.yaml': 'type: merchant\nentries: []\n',
  });
}

/** An ask, so many minutes after noon, with these fields of Stripe's. */
export function asked(
  id: string,
  minute: number,
  fields: Record<string, unknown> = {},
  { eventId = `evt_${id}`, scope = TEST }: { readonly eventId?: string | null; readonly scope?: Scope } = {},
): ReplayEvent {
  const reading = readAuthorization(authorizationObject({ id, ...fields }), scope, NOON + minute * MINUTE);
  if (!reading.isReadable) throw new Error(reading.problem);
  return { kind: 'ask', authorization: reading.authorization, eventId };
}

/** What makes the thresholds decline. */
export const RISKY = { risk_assessment: { fraud_risk: { score: 90 } } };

/** Stripe's report of an authorization whose only ask came out like this. */
export function reported(
  id: string,
  minute: number,
  history: { readonly approved: boolean; readonly reason: string },
  fields: Record<string, unknown> = {},
): ReplayEvent {
  const created = (NOON + minute * MINUTE) / 1000;
  const entry = { ...history, amount: 1234, currency: 'usd', created, requested_at: created };
  const object = authorizationObject({ id, request_history: [entry], pending_request: null, ...fields });
  const report = { type: 'issuing_authorization.created', object_id: id, ...TEST, fields: object };
  return { kind: 'report', report };
}

/** A login, so many minutes after noon. */
export function loggedIn(id: string, minute: number, data: JsonObject): ReplayEvent {
  return { kind: 'tracked', tracked: { type: 'login', id, scope: TEST, atMs: NOON + minute * MINUTE, data } };
}

/** A replayer over timelines of its own. */
export function replayerOf(policy: Policy | FeaturesOnly) {
  return createReplayer({ policy, store: openTimelines(), conceal: (text) => `hmac_${text.length}` });
}

/** What is decided of these events, in their order. */
export async function replayed(
  policy: Policy | FeaturesOnly,
  events: readonly ReplayEvent[],
): Promise<readonly ReplayedDecision[]> {
  const replayer = replayerOf(policy);
  const decisions: ReplayedDecision[] = [];
  for (const event of events) {
    const decision = await replayer.take(event);
    if (decision) decisions.push(decision);
  }
  return decisions;
}

/** One feature of each decision. */
export function valuesOf(decisions: readonly ReplayedDecision[], name: string) {
  return decisions.map(({ features }) => features[name]);
}
