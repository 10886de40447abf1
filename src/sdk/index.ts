import { sessionClient, usersClient } from './access-client.ts';
import { alarmsClient } from './alarms-client.ts';
import { backtestsClient } from './backtests-client.ts';
import { type CallOptions, type ClientOptions, createOpener, createSender } from './call.ts';
import { cardholdersClient, cardsClient, sweepsClient } from './cards-client.ts';
import { allowancesClient, challengesClient } from './challenges-client.ts';
import {
  auditClient,
  countersClient,
  decisionsClient,
  featuresClient,
  jobsClient,
  keysClient,
  listsClient,
  portfoliosClient,
  profilesClient,
  rulesClient,
} from './data-client.ts';
import { createEnrich } from './enrich.ts';
import { eventsClient } from './events-client.ts';
import { historyClient } from './history-client.ts';
import { labelsClient } from './labels-client.ts';
import { moneyClient, transactionsClient } from './money-client.ts';
import { authorizationsClient, funnelClient } from './outcomes-client.ts';
import { performanceClient, reportsClient } from './performance-client.ts';
import { policyClient } from './policy-client.ts';
import type { DecideRequest, DryRun } from './resources.ts';
import { reviewsClient } from './reviews-client.ts';
import { streamClient } from './stream-client.ts';
import { systemClient } from './system-client.ts';
import { createTracker } from './track.ts';
import { statusClient, trafficClient } from './traffic-client.ts';

export type { CallOptions, ClientOptions } from './call.ts';
export type { EnrichOptions, Features } from './enrich.ts';
// biome-ignore lint/performance/noBarrelFile: what the package publishes as countersign/sdk
export { CountersignError, type ProblemBody } from './error.ts';
export type { EventData } from './event.ts';
export type { Page } from './pages.ts';
export type {
  Activation,
  AddedLabels,
  AgainRequest,
  Alarm,
  Allowance,
  AllowanceFilter,
  ApiKey,
  ApplyRequest,
  AuditEntry,
  Authorization,
  AuthorizationMoney,
  Backtest,
  BacktestFilter,
  BacktestRequest,
  BacktestResult,
  BacktestRow,
  BacktestRowFilter,
  Card,
  Cardholder,
  Challenge,
  ChallengeChannel,
  ChallengeFilter,
  ChallengeFunnel,
  ChallengeFunnelQuery,
  CheckReport,
  Confirmation,
  Counters,
  DecideRequest,
  Decision,
  DecisionAgain,
  DecisionCase,
  DecisionFeatures,
  DecisionFilter,
  DecisionSignals,
  DisputeRates,
  DryRun,
  Enriched,
  Erased,
  Explanation,
  Feature,
  Funnel,
  FunnelQuery,
  HeldRow,
  HistoryFilter,
  HistoryRow,
  InvitedUser,
  Job,
  Jobs,
  Label,
  LabelFilter,
  LabelledAs,
  LabelSummary,
  List,
  ListEntry,
  LivePolicy,
  MadeApiKey,
  MadeLink,
  MoneyTotals,
  MonthlyReport,
  NewApiKey,
  NewLabel,
  NewListEntry,
  NewReview,
  NewUser,
  Performance,
  PolicyDiff,
  PolicyEntry,
  PolicyRule,
  PolicyVersion,
  Portfolio,
  Profile,
  Published,
  Review,
  ReviewCounts,
  ReviewPage,
  RulePerformance,
  ServiceStatus,
  Session,
  ShadowDifferencePage,
  ShadowState,
  SignInLink,
  StreamEvent,
  Sweep,
  System,
  TrackedAnswer,
  TrackedEvent,
  Traffic,
  Transaction,
  TuneResult,
  Unmasked,
  User,
  UserSession,
  VerdictRequest,
  Vocabulary,
  VocabularyQuery,
  WholeBacktest,
  WholeChallenge,
  WholeList,
  WholePolicyVersion,
  WholeReview,
} from './resources.ts';
export type { FollowOptions, StreamState } from './stream-client.ts';
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
    /** Policies and thresholds, tried on what was recorded. */
    backtests: backtestsClient(send),
    /** What was recorded, for a backtest or a warehouse. */
    history: historyClient(send),
    rules: rulesClient(send),
    profiles: profilesClient(send),
    /** Which cards are under which profile. */
    portfolios: portfoliosClient(send),
    lists: listsClient(send),
    features: featuresClient(send),
    /** The counters that features are read from. */
    counters: countersClient(send),
    decisions: decisionsClient(send),
    authorizations: authorizationsClient(send),
    /** Who had the last word about all asks of a time. */
    funnel: funnelClient(send),
    /** What rules did over time, and what was disputed. */
    performance: performanceClient(send),
    /** What a month came to. */
    reports: reportsClient(send),
    /** Decisions as they fall. */
    stream: streamClient(createOpener(options)),
    /** What was answered in the last minutes. */
    traffic: trafficClient(send),
    /** How the service does. */
    status: statusClient(send),
    /** What would be decided; nothing is recorded. */
    decide: (body: DecideRequest, callOptions?: CallOptions) =>
      send<DryRun>({ method: 'POST', path: ['decide'], body, isScoped: true }, callOptions),
    transactions: transactionsClient(send),
    money: moneyClient(send),
    reviews: reviewsClient(send),
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
    /** What turned out to be true. */
    labels: labelsClient(send),
    /** Questions to cardholders, and what became of them. */
    challenges: challengesClient(send),
    /** What answered questions allow. */
    allowances: allowancesClient(send),
    cards: cardsClient(send),
    /** What is known and held of cardholders, and how to be rid of it. */
    cardholders: cardholdersClient(send),
    /** What is and was wrong, in all processes. */
    alarms: alarmsClient(send),
    sweeps: sweepsClient(send),
    /** The work after the answers. */
    jobs: jobsClient(send),
    /** Who calls, and signing in and out. */
    session: sessionClient(send),
    /** What runs, in which versions, on what. */
    system: systemClient(send),
    users: usersClient(send),
    keys: keysClient(send),
    audit: auditClient(send),
  };
}
