/**
 * Every number that somebody may want to turn, with its unit in its name. What an owner turns per risk appetite stands
 * in the profiles instead; what depends on the machine, in the environment.
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
  /** How long the one session of the embedded database may be waited for before the nested use is named. */
  sessionLockMs: 10_000,
  /** The last use of an API key is noted at most so often. */
  apiKeyTouchMs: 60_000,
  /** How long a named request is remembered, and how long its first sender may take to be done with it. */
  idempotencyKeyMs: 86_400_000,
  idempotencyClaimMs: 60_000,

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
  /** How long the terminal waits for a version to be live, and how often it looks; rows shown where nothing is said. */
  cliLiveWaitMs: 15_000,
  cliLivePollMs: 250,
  cliShownRows: 25,
  cliShownDifferences: 10,
  maxPolicyFiles: 500,
  maxNameLength: 100,
  maxNoteLength: 1_000,
  maxListValueLength: 500,

  /** What a policy would have changed: recorded decisions that are looked at, so many at a time, and examples given. */
  maxHistoryDecisions: 50_000,
  historyPage: 200,
  historyExamples: 20,

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
  /** The simulated world. */
  minSimulatedCardholders: 20,
  maxSimulatedCardholders: 200_000,

  /** The demo: how soon the first attack begins, how many things happen at once, how often it keeps what the next demo
   * wants to know, and how long it waits at the end for events that are not delivered yet. */
  demoFirstAttackMs: 8_000,
  demoAtOnce: 64,
  demoKeepMs: 5_000,
  demoDrainMs: 2_000,

  /** Conditions. */
  maxConditionLength: 10_000,
  maxConditionDepth: 200,
  /** Faults named per condition; the rest is found when these are mended. */
  maxConditionFaults: 25,
  /** An enum with more values than this is not listed in a message. */
  maxListedValues: 8,
} as const;
