/** The numbers of what follows from an answer: what became of it, jobs, reviews, watching, forgetting. */
export const followingLimits = {
  /** What follows from stored records: how often it is looked for, how many are taken at a time, the longest rest
   * after a batch (it rests as long as that took), and the wait before a record is tried again, doubled each time. */
  ingestIntervalMs: 500,
  ingestBatch: 200,
  ingestMaxRestMs: 500,
  ingestRetryMs: 1_000,
  ingestMaxRetryMs: 600_000,
  /** A forced capture older than this is listed, and no alarm: somebody catches up with the past. */
  freshCaptureMs: 3 * 86_400_000,

  /** Forgetting: how often what is too old is looked for, rows that are deleted at a go, rows of a person that are read
   * at a go, and how often a process looks whether somebody was erased elsewhere. */
  forgetEveryMs: 86_400_000,
  forgetBatch: 1_000,
  holdingsPage: 200,
  erasurePollMs: 5_000,
  /** How often a worker reads the currency rates again. */
  storedRatesMs: 60_000,
  /** What became of asks: how long Stripe's report is waited for before it is asked for, and a lost record before it is
   * restored; the wait after asking, doubled each time, and how often at most (half a week in all); nothing older than
   * so long is asked for; so many authorizations at a time; and how old a decision may be for an alarm about it. */
  confirmAfterMs: 600_000,
  confirmMaxRounds: 9,
  confirmHorizonMs: 7 * 86_400_000,
  confirmAtOnce: 200,
  confirmAlarmMs: 86_400_000,
  /** How often a process looks again at what it raised an alarm about, where others may put it right. */
  standingAlarmMs: 60_000,
  /** What was retrieved, for whoever counts: how often it is looked for, how many at a time, and how long the writing
   * of one may take. */
  retrievedPollMs: 1_000,
  retrievedAtOnce: 200,
  retrievedOverlapMs: 60_000,
  /** Replies that went out are written down so often, and so many may wait for it. */
  sentRepliesMs: 1_000,
  maxSentReplies: 100_000,
  /** The funnel, and totals of money: of how many days where nothing is said, and at most. */
  spanDays: 7,
  maxSpanDays: 400,
  /** A text of Stripe's that is kept is cut here. */
  storedTextLength: 500,

  /** Labels: how many one request takes, how much later than now one may say that it was known, and how many cards of a
   * cardholder are told of. */
  maxLabels: 500,
  labelFutureMs: 300_000,
  maxCardholderCards: 100,
  /** A sweep through Stripe's lists: how often it begins, objects a page, the rest after one, pages of one job; how old
   * a dispute may be to be looked at again; how long an event may be late before it was missed, and how many
   * transactions are looked up for labels that wait for them. */
  sweepEveryMs: 3_600_000,
  sweepPage: 100,
  sweepRestMs: 250,
  sweepPages: 40,
  sweepDisputesMs: 200 * 86_400_000,
  sweepLateMs: 600_000,
  sweepTransactions: 50,

  /** Reviews: records older than this open none; after how long one that is open is overdue; how many latest decisions
   * of its card, cardholder and merchant are shown, and up to how many they are counted; how many causes, rules and
   * portfolios the queue is divided by. */
  reviewHistoryMs: 30 * 86_400_000,
  reviewOverdueMs: 86_400_000,
  reviewRelated: 5,
  reviewRelatedCount: 1_000,
  reviewFacets: 100,
  maxFollowUps: 10,
  /** An incident: from so many asks of one cause on, none further than this from the next; how many are its sample. */
  incidentMinAsks: 10,
  incidentGapMs: 15 * 60_000,
  incidentSample: 20,

  /** Jobs: how often the outbox is looked at and how many are handed over at a time; how long the queue may take to
   * take or tell something, and how soon it is looked for again where it can't be had. */
  relayIntervalMs: 500,
  relayBatch: 200,
  jobCommandMs: 5_000,
  jobReopenMs: 1_000,
  /** The wait before a job is tried again, doubled each time; this share of it is chance: not all come at once. */
  jobRetryMs: 5_000,
  jobRetryJitter: 0.5,
  /** A job whose worker did not say for so long that it is at it is taken by another one, which looks that often; one
   * that took its worker with it so often is a dead letter. */
  jobLockMs: 10_000,
  jobStalledMs: 5_000,
  maxJobStalls: 5,
  /** A worker that heard of no job looks by itself after so long. */
  jobIdleSeconds: 10,
  /** Jobs of one queue that a process does at once, and what it asks of Stripe, which takes 25 requests a second from
   * all of us together: people in the dashboard want some, too. */
  jobsAtOnce: 5,
  stripeJobsPerSecond: 10,
  /** A job that this process knows nothing of is left to others, and looked at again so much later. */
  strangeJobMs: 30_000,
  /** Jobs that were done are known for so long, so that they are not done again, and dead letters until somebody
   * looked; and so many of them a queue. */
  doneJobsKeptSeconds: 3 * 86_400,
  doneJobsKept: 10_000,
  deadJobsKeptSeconds: 90 * 86_400,
  deadJobsKept: 10_000,
  /** Dead letters that one request tries again, and how long the reason of one may be. */
  retriedAtOnce: 500,
  maxJobErrorLength: 500,
  /** Connections to Postgres for jobs: each of the queues keeps one to hear of new ones. */
  jobConnections: 8,
  /** How often the queues are looked at, and what waits longer than this waits too long. */
  jobsWatchMs: 5_000,
  jobsStuckMs: 600_000,
  /** How long a process that ends waits for the jobs that it is at; others take up what is left. */
  jobsDrainMs: 5_000,
  jobsBreakOffMs: 1_000,

  /** A scrape of `/metrics`: how long it waits for the database and the queue, and how old their numbers may get; and
   * how many portfolios, types, reasons and versions are told apart beside those that are known. */
  scrapeWaitMs: 500,
  scrapeCacheMs: 5_000,
  maxLabelOthers: 50,
  /** Records that wait are counted so far. */
  maxCountedWaiting: 100_000,
  /** Samples of how far the journal was: one a second, and fewer the longer it isn't shipped. */
  maxJournalMarks: 1_000,

  /** Alarms: how often what changed is written, how long that may take before an alarm goes out without it, how often
   * a process says that its alarms stand, and after how long without that they end. */
  alarmTickMs: 1_000,
  alarmWriteMs: 3_000,
  alarmBeatMs: 30_000,
  alarmGoneMs: 300_000,
  alarmSweepMs: 60_000,
  /** So many wait in memory for the database at most, are written at a time, and go out without it in a row. */
  maxUnwrittenAlarms: 1_000,
  alarmsAtOnce: 200,
  maxDirectAlarms: 100,
  /** How long the receiver of alarms may take, and how long a closing process waits to say that its alarms are over. */
  alarmPostMs: 5_000,
  alarmCloseMs: 2_000,
  /** Processes: how often one says that it is there, after how long without that it is taken for gone, since when and
   * how many are shown; and of how many of the last events the version of Stripe's API is looked at. */
  presenceBeatMs: 10_000,
  presenceGoneMs: 45_000,
  presenceShownMs: 86_400_000,
  maxShownProcesses: 100,
  apiVersionEvents: 200,

  /** Traffic by the minute: how often what was counted is written, how many rows at a time, how many wait at most
   * while the database is away, how many causes are told apart, how long a closing process waits; and the minutes of
   * an answer. */
  trafficWriteMs: 5_000,
  trafficAtOnce: 500,
  maxTrafficRows: 10_000,
  maxTrafficCauses: 30,
  trafficCloseMs: 2_000,
  trafficMinutes: 60,
  maxTrafficMinutes: 360,

  /** The stream of decisions: how often a process looks for new ones while somebody listens, and how far back, since
   * records come late and out of order; so many ids at a time. */
  streamPollMs: 750,
  streamLookBackMs: 30_000,
  streamLookBackRows: 2_000,
  /** Told at a time at most (twenty a second), and to whoever begins to listen or comes back. */
  streamTold: 15,
  maxStreamRecent: 100,
  /** Who may listen to one process; how often one hears that the line stands, and is asked who it is again. */
  maxStreamListeners: 100,
  streamBeatMs: 15_000,
  streamAuthenticateMs: 60_000,
  /** Bytes that wait for a listener who does not read: from there on it is cut off; and how long the last of them may
   * take to go out when a line is ended. */
  maxStreamWaitingBytes: 262_144,
  streamEndMs: 1_000,
  /** What a listener waits before it comes back, doubled up to the longest; it takes a silent line for dead. */
  streamRetryMs: 1_000,
  streamMaxRetryMs: 15_000,
  streamSilentMs: 40_000,
} as const;
