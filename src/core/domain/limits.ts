import { challengeLimits } from './challenge-limits.ts';
import { followingLimits } from './following-limits.ts';
import { historyLimits } from './history-limits.ts';

/**
 * Every number that somebody may want to turn, with its unit in its name. What an owner turns per risk appetite stands
 * in the profiles instead; what depends on the machine, in the environment. Those of what follows from an answer stand
 * in the file beside.
 */
export const limits = {
  /** Stripe decides by its own default when no answer came by then. */
  stripeTimeoutMs: 2_000,
  /** A profile's `deadline_ms` where it names none, and its bounds. */
  defaultDeadlineMs: 1_200,
  minDeadlineMs: 50,
  maxDeadlineMs: 1_800,
  /** Share of the deadline by which features and facts must be there; what isn't, is missing (cause late). */
  inputsDeadlineShare: 0.4,
  /** Share of the deadline that the first place of record gets before the second one is asked as well. */
  firstRecordDeadlineShare: 0.6,
  /** Kept back from the deadline for writing the reply to the socket. */
  replyReserveMs: 20,

  /** Webhook doors, and the API. Reading a policy holds up the answers of this process, some 0.4 s for 1,000 rules: one
   * that took longer than Stripe's patience must not come in. */
  maxBodyBytes: 1_048_576,
  signatureToleranceSeconds: 300,
  signatureFutureToleranceSeconds: 60,
  /** Alarms on signatures judge so many requests in a window; the clock's, this share refused on age alone. */
  signatureAlarmWindowMs: 60_000,
  signatureAlarmMinRequests: 5,
  clockAlarmShare: 0.5,
  /** How long an event may take to become durable before Stripe is told to send it again. */
  eventRecordMs: 5_000,

  /** A client that sends its request more slowly than this is cut off. */
  requestTimeoutMs: 10_000,
  keepAliveTimeoutMs: 75_000,
  /** How long a stopping process goes on shipping its journal; what is left is shipped at the next start. */
  drainMs: 5_000,

  /** Claims in memory: answers to recent asks, for duplicates. Older ones are looked up in the database. */
  maxClaims: 200_000,
  /** Stripe's clock and ours may differ by this much before an ask of now is taken for an old one. */
  claimsClockMarginMs: 60_000,
  /** At start the answers of this last while are read back from the database, so many at most. */
  claimsWarmMs: 3_600_000,
  maxWarmClaims: 50_000,
  /** How long a start waits for that. */
  startWarmMs: 5_000,

  /** Journal. */
  journalSegmentBytes: 64 * 1_048_576,
  journalMaxBatchBytes: 4 * 1_048_576,
  journalRetryMs: 500,
  /** A write that takes longer than this raises the alarm of an unwritable journal; it goes on all the same. */
  journalHangMs: 2_000,
  /** How long closing waits for a disk that doesn't answer. */
  journalCloseMs: 5_000,
  /** Read at one go: what is decoded without letting anything else run. */
  journalReadBytes: 262_144,
  /** Records that could not be written anywhere yet and wait in memory; more than this and the oldest is given up. */
  maxUnwrittenRecords: 100_000,
  /** From here on `/readyz` says that the journal is filling up. */
  journalBacklogAlarmBytes: 1_073_741_824,

  /** Shipping from journal to database. */
  shipBatchRecords: 500,
  /** Each batch costs the disk its own syncs, and the answers theirs: once a second, not five times. */
  shipIntervalMs: 1_000,
  shipRetryMs: 1_000,
  /** A write to the database that is silent for so long is tried again beside it. */
  shipHangMs: 30_000,
  /** Pause after a batch, as a multiple of the time that it took: shipping never takes more than its share. */
  shipRestFactor: 1,
  shipMaxRestMs: 500,

  /** Database. */
  databaseConnections: 10,
  databaseConnectMs: 3_000,
  databaseStatementMs: 10_000,
  databaseRetryMs: 1_000,
  databaseMaxBatchRecords: 500,
  /**
   * A write that lost against another one that waited for it: how often it is tried, and the rest before, on average.
   */
  deadlockTries: 5,
  deadlockRestMs: 20,
  /** How long the one session of the embedded database may be waited for before the nested use is named. */
  sessionLockMs: 10_000,
  /** The last use of an API key is noted at most so often. */
  apiKeyTouchMs: 60_000,
  /** A session ends when nobody was there for so long, and after so long in any case. */
  sessionIdleMs: 8 * 3_600_000,
  sessionMs: 7 * 86_400_000,
  /** How long a link to sign in by is good. */
  signInLinkMs: 86_400_000,
  /** Tries to sign in that fail: so many of a login, and of an address, which many people may share, in so long. */
  signInWindowMs: 900_000,
  signInTriesPerLogin: 10,
  signInTriesPerAddress: 60,
  minPasswordLength: 12,
  maxPasswordLength: 200,
  /** How long Stripe is waited for when somebody unmasks a cardholder, and how many cards are told of. */
  unmaskMs: 8_000,
  maxUnmaskedCards: 100,
  /** Passwords are hashed one after another; so many may wait. */
  maxPasswordsWaiting: 20,
  /** How long a named request is remembered, and how long its first sender may take to be done with it. */
  idempotencyKeyMs: 86_400_000,
  idempotencyClaimMs: 60_000,

  ...followingLimits,
  ...challengeLimits,
  ...historyLimits,

  /** How often a process looks for another policy or other list entries. */
  policyPollMs: 500,
  /** How often what has expired is ended: break-glass versions, and rules with an end. */
  policySweepMs: 10_000,
  /** How often names of acts that are older than a day are forgotten. */
  idempotencyPruneMs: 3_600_000,

  /** Publishing: how long a break-glass version is live where nothing is said, and at most; after how many days a
   * review rule is old; how far back activations and reviews are looked through; how many versions are kept read. */
  breakGlassMs: 86_400_000,
  maxBreakGlassMs: 7 * 86_400_000,
  reviewRuleDays: 30,
  publishHistory: 1_000,
  keptPolicyVersions: 8,
  /** A diff that is printed shows so many cases, and entries of a list, and the rest as a number. */
  printedCases: 5,
  printedListEntries: 20,

  /** The shadow policy is evaluated on so many decisions at a time, with a rest in between, and so many may wait. */
  shadowAtOnce: 10,
  shadowRestMs: 5,
  maxShadowWaiting: 2_000,
  /** So many decisions are counted, at most, to say how large a share differs. */
  countedShadowDecisions: 200_000,

  /** The circuit breaker: how long a version is young, how often it is judged and from how many asks on; how many times
   * the share that was foretold is far more, by how much at least, and in how many standard deviations; and from how
   * many of the latest decisions it is foretold. */
  breakerYoungMs: 86_400_000,
  breakerJudgeMs: 10_000,
  breakerMinAsks: 200,
  breakerFactor: 3,
  breakerMargin: 0.02,
  breakerDeviations: 5,
  breakerSampleDecisions: 20_000,

  /** The API: rows a page, and requests and refused keys a minute. */
  apiPage: 25,
  apiMaxPage: 100,
  apiRequestsPerMinute: 600,
  apiRefusedPerMinute: 30,
  /** So many statements of the API's are at the database at once: the rest of the connections are the decisions'. */
  apiConnections: 3,
  /** A statement of the API's that waits longer than this for its turn is given up: 503. */
  apiWaitMs: 5_000,
  /** What clients are told to wait while the database can't be reached. */
  apiRetrySeconds: 2,
  /** How long the SDK waits for an answer: applying a policy runs all of its cases. */
  sdkTimeoutMs: 60_000,
  /** The longest rest after the API read a policy; it rests as long as that took. */
  apiMaxRestMs: 1_000,
  /** So many requests that read a policy and change nothing wait for the one that runs. */
  maxApiReadsWaiting: 20,
  /** So many requests that read months of rules, disputes or everything wait for the one that runs. */
  maxApiMonthsWaiting: 5,
  /** How long the terminal waits for a version to be live, and how often it looks; rows shown where nothing is said. */
  cliLiveWaitMs: 15_000,
  cliLivePollMs: 250,
  cliShownRows: 25,
  cliShownDifferences: 10,
  maxPolicyFiles: 500,
  /** Versions that wait for a second pair of eyes: so many are shown. */
  shownWaiting: 10,
  /** Checking a policy and running its cases is given up after this, or with more memory; its thread ends unused. */
  rehearsalMs: 50_000,
  rehearsalMaxMebibytes: 512,
  rehearsalIdleMs: 300_000,
  /** So many checks wait for the one that runs; what is to go live passes them. */
  maxRehearsalsWaiting: 8,
  maxNameLength: 100,
  maxNoteLength: 1_000,
  maxListValueLength: 500,

  /** Past events that are counted at one go, before whatever else waits has its turn. */
  historyPage: 200,
  /** The events behind a feature's value: rows that are read of each kind, and how many are listed. */
  maxEventsBehind: 2_000,
  shownEventsBehind: 100,
  /** A search for a part of a merchant's name: names that are gone through, and how many of them a search lists. */
  searchedNames: 10_000,
  listedNames: 200,

  /** Stripe's limits on metadata. */
  metadataValueLength: 500,

  /** A fuel dispenser that asks for no more than this, in major units, asks before it knows the amount. */
  fuelDispenserTokenAmount: 1,

  /** The simulated Stripe's deliveries to the regular endpoint. */
  simulatedConnections: 8,
  simulatedEventTimeoutMs: 10_000,
  /** The wait after a first attempt, doubled after each further one: 16 attempts are three days. */
  simulatedRetryMs: 4_000,
  simulatedEventAttempts: 17,
  /** How long an event that is overtaken is held back, on average. */
  simulatedDelayMs: 400,
  /** The simulated Twilio: how long a text takes, on average, to be sent and to arrive; how its webhooks are sent
   * again, and how many texts it remembers. */
  simulatedTextSentMs: 250,
  simulatedTextEndedMs: 700,
  simulatedWebhookRetries: 2,
  simulatedWebhookRetryMs: 500,
  simulatedWebhookTimeoutMs: 15_000,
  simulatedTexts: 100_000,
  /** The simulated world. */
  minSimulatedCardholders: 20,
  maxSimulatedCardholders: 200_000,

  /** The demo: how soon the first attack begins, how many things happen at once, how often it keeps what the next demo
   * wants to know, how long it waits at the end for events that are not delivered yet, and how long its way into the
   * console waits for the database before it says so. */
  demoFirstAttackMs: 8_000,
  demoAtOnce: 64,
  demoKeepMs: 5_000,
  demoDrainMs: 2_000,
  demoDoorMs: 1_500,

  /**
   * Features: how many events of a key are kept one by one; beyond that they are folded into tiles, so many at a time.
   */
  exactEventsPerKey: 256,
  foldEntries: 64,
  /** A key, or an identity that is counted, of more characters is kept as its HMAC. */
  maxKeyLength: 200,
  /** Distinct values among the folded ones that are known one by one; of more there is an estimate. */
  distinctSeenEach: 64,
  /** The window of an aggregate without `last`, and the longest that one may have. */
  defaultHorizonMs: 90 * 86_400_000,
  maxHorizonMs: 400 * 86_400_000,
  /** How much older than its newest entry a timeline reaches besides its longest window, for events that come late. */
  lateEventMs: 3_600_000,
  /** An ask that was counted and of whose answer nothing was heard counts as approved for so long. */
  pendingMs: 600_000,
  /** Nobody waits longer for the counters: what did not come by then is missing. */
  countersCommandMs: 300,
  countersConnectMs: 2_000,
  /**
   * Redis: the wait before it is looked for again, doubled up to the longest; how often it is asked whether it is well,
   * whether it still has what this process wrote to it, and what is filled. */
  countersRetryMs: 50,
  countersMaxRetryMs: 2_000,
  countersBeatMs: 1_000,
  /** What was written last is written again to so many of a cluster's shards for so long: a failover may come later. */
  countersBeatAgainMs: 60_000,
  countersBeatKeepMs: 86_400_000,
  /**
   * A cluster's keys lie in so many slots. Another number is another place for every key: all would be filled again.
   */
  countersShards: 256,
  /** How much longer than a timeline reaches its keys are kept. */
  countersTtlSlackMs: 3_600_000,
  /** Writes that Redis did not take and that wait to be written again; more than this and the past is read again. */
  maxUnwrittenCounts: 20_000,
  unwrittenAtOnce: 200,
  unwrittenRetryMs: 100,
  /** While filling, Redis is asked again so many times, each a little later: nobody waits. */
  fillAttempts: 8,
  fillAttemptMs: 250,
  /** Hashes of keys that are kept ready, and busy keys whose tiles are, and all that was read of them. */
  keptHashes: 50_000,
  keptTiles: 1_000,
  keptReadings: 1_000,
  /** One process fills at a time: it is taken for dead when it did not say for so long that it isn't. */
  fillLockMs: 15_000,
  /** Keys that are deleted at a go when a timeline is dropped. */
  dropKeys: 500,

  /** Claims shared through Redis: how long to wait for one before the process claims by itself; after how long without
   * an answer a claimer is taken for dead; how often its answer is looked for; how long answers are kept. */
  claimMs: 200,
  claimHoldMs: 3_000,
  claimPollMs: 15,
  claimKeepMs: 86_400_000,
  /** The features of a version that was live stay filled for so long, so that going back is one step. */
  keepFeaturesMs: 7 * 86_400_000,
  /** Those of a version that was to be applied, and never was, for so long. */
  keepCandidateMs: 3_600_000,
  /** Filling features from history: rows read at a time, what is read again at the end, and the wait
   * before that where others may still be shipping what they recorded; the wait before another try;
   * how long a request to apply a policy waits for it before it tells how far it is. */
  fillPage: 200,
  fillOverlapMs: 60_000,
  fillSettleMs: 2_500,
  /** A process that starts counts so much of the past again in counters that it shares: its last one may not have. */
  recountAtStartMs: 3_600_000,
  fillRetryMs: 1_000,
  fillWaitMs: 5_000,

  /** Events from elsewhere. */
  maxTrackedEvents: 1_000,
  maxTrackedBytes: 1_048_576,
  maxTrackedEventBytes: 16_384,
  maxTrackedFields: 100,
  /** How deep their fields may nest; how long a text, and how many items a list, may be to be taken. */
  maxTrackedDepth: 3,
  maxTrackedTextLength: 2_000,
  maxTrackedItems: 100,
  /** A tracked event may say that it happened so much later than now. */
  trackedFutureMs: 300_000,
  /** Inputs whose kind is known from the first event with them, a mode and account; the rest goes unchecked. */
  maxSeenInputs: 10_000,
  /** How often a process reads again what others saw. */
  seenInputsMs: 60_000,
  /** Problems with fields that one answer tells of. */
  maxTrackedProblems: 1_000,
  /** Requests with events a minute and key: one with a thousand lines is one. */
  eventRequestsPerMinute: 30_000,
  /** Events are read so many at a go, so many are being taken at a time, and so many may wait for it. */
  trackedSliceEvents: 50,
  trackedAtOnce: 200,
  maxTrackedWaiting: 20_000,

  /** The SDK's queue of tracked events: what it holds, when it sends, and how long it waits after a failure, doubled
   * after each further one. */
  sdkMaxQueuedEvents: 10_000,
  sdkBatchEvents: 500,
  sdkBatchBytes: 524_288,
  sdkBatchWaitMs: 1_000,
  sdkRetryMs: 500,
  sdkMaxRetryMs: 30_000,
  sdkFlushMs: 5_000,
  sdkExitFlushMs: 2_000,
  /** How long the SDK waits for features: somebody is buying something meanwhile. */
  sdkEnrichMs: 2_000,

  /** Replaying a file: asks that are remembered at least, to know one that comes again; what is sorted at a time in
   * memory, how many sorted parts are read at once, and how often the progress is drawn. */
  replaySeenAsks: 10_000,
  sortBytes: 16 * 1_048_576,
  sortedAtOnce: 64,
  progressDrawMs: 100,

  /** Scowl. */
  maxScowlLength: 200_000,
  maxScowlDepth: 100,
  maxScowlFaults: 50,
  /** So many features may be computed one from another in a row. */
  maxFeatureChain: 200,
  /** So many values a list, map or struct has at most, with those in its parts. */
  maxValueParts: 1_000,
  /** Types of undeclared inputs are learnt from their use in so many rounds; what is open then stays open. */
  maxInferenceRounds: 10,
  /** Fields of `to_stripe`, which go with those of our own into Stripe's 50; and Stripe's limit on their names. */
  maxToStripeFields: 40,
  metadataKeyLength: 40,
  /**
   * The longest text that a function makes of others, in characters: two features that double a text are not the end.
   */
  maxMadeTextLength: 16_384,
  /** So many characters of a text are compared for likeness: the cost grows with the square. */
  maxLikenessLength: 100,
  /** Time zones whose calendar is kept ready. */
  keptTimeZones: 200,

  /** Conditions. */
  maxConditionLength: 10_000,
  maxConditionDepth: 200,
  /** Faults named per condition; the rest is found when these are mended. */
  maxConditionFaults: 25,
  /** An enum with more values than this is not listed in a message. */
  maxListedValues: 8,
} as const;
