import type { z } from 'zod';
import type * as audit from './schema/audit.ts';
import type * as check from './schema/check.ts';
import type * as counters from './schema/counters.ts';
import type * as decisions from './schema/decisions.ts';
import type * as events from './schema/events.ts';
import type * as history from './schema/history.ts';
import type * as keys from './schema/keys.ts';
import type * as lists from './schema/lists.ts';
import type { pageQuery } from './schema/paging.ts';
import type * as policy from './schema/policy.ts';
import type * as shadow from './schema/shadow.ts';

// What the API gives: the server's own schemas, as types alone.
export type LivePolicy = z.output<typeof policy.livePolicy>;
export type PolicyVersion = z.output<typeof policy.version>;
export type WholePolicyVersion = z.output<typeof policy.wholeVersion>;
export type Activation = z.output<typeof policy.activation>;
export type Published = z.output<typeof policy.published>;
export type PolicyDiff = z.output<typeof policy.policyDiff>;
export type PolicyRule = z.output<typeof policy.rule>;
export type HistoryDiff = z.output<typeof history.historyDiff>;
export type CheckReport = z.output<typeof check.checkReport>;
export type ShadowState = z.output<typeof shadow.shadowState>;
export type ShadowDifferencePage = z.output<typeof shadow.differencePage>;
export type Counters = z.output<typeof counters.countersState>;
export type Feature = z.output<typeof counters.feature>;
export type List = z.output<typeof lists.list>;
export type ListEntry = z.output<typeof lists.listEntry>;
export type Decision = z.output<typeof decisions.decision>;
export type Explanation = z.output<typeof decisions.explanation>;
export type DryRun = z.output<typeof decisions.dryRun>;
export type TrackedAnswer = z.output<typeof events.trackedAnswer>;
export type Enriched = z.output<typeof events.enriched>;
export type ApiKey = z.output<typeof keys.apiKey>;
export type MadeApiKey = z.output<typeof keys.madeApiKey>;
export type AuditEntry = z.output<typeof audit.auditEntry>;

// What it takes.
export type CheckRequest = z.input<typeof check.checkRequest>;
export type ApplyRequest = z.input<typeof policy.applyRequest>;
export type ActivateRequest = z.input<typeof policy.activateRequest>;
export type RollbackRequest = z.input<typeof policy.rollbackRequest>;
export type DiffFilesRequest = z.input<typeof policy.diffFilesRequest>;
export type HistoryRequest = z.input<typeof history.historyRequest>;
export type ShadowRequest = z.input<typeof shadow.shadowRequest>;
export type NewListEntry = z.input<typeof lists.newListEntry>;
export type DecideRequest = z.input<typeof decisions.decideRequest>;
export type TrackedEvent = z.input<typeof events.trackedEvent>;
export type NewApiKey = z.input<typeof keys.newApiKey>;

/** Which rows, and how many of them. */
export type Paged<Filter = unknown> = Partial<z.output<typeof pageQuery>> & Filter;
export type DiffQuery = z.output<typeof policy.diffQuery>;
export type RuleFilter = Omit<z.output<typeof policy.ruleFilter>, 'limit' | 'cursor'>;
export type DifferenceFilter = z.output<typeof shadow.differenceFilter>;
export type EntryFilter = z.output<typeof lists.entryFilter>;
export type DecisionFilter = z.output<typeof decisions.decisionFilter>;
export type AuditFilter = z.output<typeof audit.auditFilter>;
