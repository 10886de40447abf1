import { type CallOptions, type ClientOptions, createSender } from './call.ts';
import { auditClient, decisionsClient, keysClient, listsClient, rulesClient } from './data-client.ts';
import { policyClient } from './policy-client.ts';
import type { DecideRequest, DryRun } from './resources.ts';

export type { CallOptions, ClientOptions } from './call.ts';
// biome-ignore lint/performance/noBarrelFile: what the package publishes as countersign/sdk
export { CountersignError, type ProblemBody } from './error.ts';
export type { Page } from './pages.ts';
export type {
  Activation,
  ApiKey,
  ApplyRequest,
  AuditEntry,
  CheckReport,
  DecideRequest,
  Decision,
  DecisionFilter,
  DryRun,
  Explanation,
  List,
  ListEntry,
  LivePolicy,
  MadeApiKey,
  NewApiKey,
  NewListEntry,
  PolicyDiff,
  PolicyRule,
  PolicyVersion,
  Published,
  ShadowDifferencePage,
  ShadowState,
  WholePolicyVersion,
} from './resources.ts';

/** Countersign's API, typed. */
export type CountersignClient = ReturnType<typeof createClient>;

/**
 * A client of one service, by one key. Every method is a route of the API (docs/api.md) and rejects with
 * CountersignError, whatever went wrong. `each…` reads all pages of a list as they are wanted. An act that is not given
 * an `idempotencyKey` gets one of its own.
 */
export function createClient(options: ClientOptions) {
  const send = createSender(options);
  return {
    policy: policyClient(send),
    rules: rulesClient(send),
    lists: listsClient(send),
    decisions: decisionsClient(send),
    /** What would be decided; nothing is recorded. */
    decide: (body: DecideRequest, callOptions?: CallOptions) =>
      send<DryRun>({ method: 'POST', path: ['decide'], body, isScoped: true }, callOptions),
    keys: keysClient(send),
    audit: auditClient(send),
  };
}
