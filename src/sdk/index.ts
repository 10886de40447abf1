import { type CallOptions, type ClientOptions, createSender } from './call.ts';
import {
  auditClient,
  countersClient,
  decisionsClient,
  featuresClient,
  keysClient,
  listsClient,
  rulesClient,
} from './data-client.ts';
import { createEnrich } from './enrich.ts';
import { eventsClient } from './events-client.ts';
import { policyClient } from './policy-client.ts';
import type { DecideRequest, DryRun } from './resources.ts';
import { createTracker } from './track.ts';

export type { CallOptions, ClientOptions } from './call.ts';
export type { EnrichOptions, Features } from './enrich.ts';
// biome-ignore lint/performance/noBarrelFile: what the package publishes as countersign/sdk
export { CountersignError, type ProblemBody } from './error.ts';
export type { EventData } from './event.ts';
export type { Page } from './pages.ts';
export type {
  Activation,
  ApiKey,
  ApplyRequest,
  AuditEntry,
  CheckReport,
  Counters,
  DecideRequest,
  Decision,
  DecisionFilter,
  DryRun,
  Enriched,
  Explanation,
  Feature,
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
  TrackedAnswer,
  TrackedEvent,
  WholePolicyVersion,
} from './resources.ts';
export type { DroppedEvent, TrackOptions, TrackSettings, TrackStatus } from './track.ts';

/** Countersign's API, typed. */
export type CountersignClient = ReturnType<typeof createClient>;

/**
 * A client of one service, by one key. Every method is a route of the API (docs/api.md) and rejects with
 * CountersignError, whatever went wrong. `each…` reads all pages of a list as they are wanted. An act that is not given
 * an `idempotencyKey` gets one of its own. `track` and `enrich` are what a back end calls.
 */
export function createClient(options: ClientOptions) {
  const send = createSender(options);
  const events = eventsClient(send);
  const tracker = createTracker(
    ({ type, lines, livemode, account }) => events.sendLines(type, lines, { livemode, account }),
    options.track,
  );
  return {
    policy: policyClient(send),
    rules: rulesClient(send),
    lists: listsClient(send),
    features: featuresClient(send),
    /** The counters that features are read from. */
    counters: countersClient(send),
    decisions: decisionsClient(send),
    /** What would be decided; nothing is recorded. */
    decide: (body: DecideRequest, callOptions?: CallOptions) =>
      send<DryRun>({ method: 'POST', path: ['decide'], body, isScoped: true }, callOptions),
    events,
    /**
     * Tells of an event, by and by: returns its id at once and never throws. Events go in batches, are tried again
     * while the service can't be reached, and are dropped (`track.onDrop`) when too many wait.
     */
    track: tracker.track,
    /** Sends the events that wait, now; resolves to whether all are gone. Call it before `process.exit()`. */
    flush: tracker.flush,
    /** How many events wait, are durable, and were dropped. */
    trackStatus: tracker.status,
    /** Tells of an event and gives its features. */
    enrich: createEnrich(events),
    keys: keysClient(send),
    audit: auditClient(send),
  };
}
