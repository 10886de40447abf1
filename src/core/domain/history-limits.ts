/** The numbers of backtests and of choosing thresholds. */
export const historyLimits = {
  /** How old a row must be before its silence counts as good; Stripe's guide: a period "ending 60 days ago". */
  historyMaturityMs: 60 * 86_400_000,
  /** The window that is judged where nobody says which; Stripe's guide: "a 90-day period". */
  historyWindowMs: 90 * 86_400_000,
  /** How many authorizations of each cell are shown. */
  historySamples: 10,
  /** Runs that are kept, of each mode and account: the oldest that is over makes room for the newest. */
  keptBacktests: 100,
  /** Runs that may wait, of all modes and accounts: more are refused. */
  maxWaitingBacktests: 20,
  /** Authorizations that are kept with a run to look into: of each cell, and of each rule in it besides. */
  backtestRowsPerCell: 100,
  backtestRowsPerRule: 20,
  /** They are written so many at a time. */
  backtestRowsAtATime: 1_000,
  /** How often a run tells how far it is. */
  backtestProgressMs: 1_000,
  /** A process looks by itself for runs that wait so often; one that did not say for so long that it is at a run has
   * left it to others, and so often at most. */
  backtestLookMs: 15_000,
  backtestLateMs: 15_000,
  maxBacktestTries: 3,
  /** A run that says nothing new for so long is stopped, and has failed. */
  backtestStillMs: 600_000,
  /** How often whoever waits for a run looks at it. */
  runLookMs: 1_000,
  /** What a run may take: memory on its heap and as much beside it, and time for one statement. */
  backtestMaxMebibytes: 1_024,
  backtestStatementMs: 120_000,
  /** Asks of one card at one merchant for one amount within so long of the last are one purchase, tried again. */
  purchaseRetryMs: 3_600_000,
  /** For how long the increments of an authorization are known to be its own; Stripe keeps hotels' for 31 days. */
  purchaseIncrementMs: 31 * 86_400_000,
  /** What DuckDB may keep in memory while it reads a table; it is told of so many rows that can't be read. */
  tableMemoryMebibytes: 256,
  toldTableFaults: 20,
  /** Which texts stand in a table again and again is told from so many rows. */
  tableSampleRows: 20_480,
  /** Rows of JSON have no more different fields than this. */
  maxHistoryColumns: 1_000,
  /** The record is read so many asks at a time, and counted so many days at a time: no statement is a long one. */
  recordedPage: 200,
  /** Made into rows of the API so many at a time: about two milliseconds. */
  recordedTurn: 25,
  historyCountMs: 7 * 86_400_000,
  /**
   * An ask has several times: that of its event, which we answered; that of Stripe's record of it, which may be another
   * second; that of our own clock, of which Stripe's may be ahead. What goes by one of them looks around by another: so
   * long around a span is read, so long are asks held to be put in order, within so long two tables have the same ask,
   * so far ahead the newest ask is believed, and so much later than its last row a file of an export is whole.
   * What costs memory is near what was seen, seconds; what only bounds an index is generous.
   */
  askedAroundMs: 60_000,
  askedHeldMs: 5_000,
  askedJoinMs: 86_400_000,
  askedAheadMs: 86_400_000,
  askedDoneMs: 3_600_000,

  /**
   * What the three aims of choosing a threshold ask of its precision. Stripe's guide to its signals names "~10 %" and
   * no other number; at Stripe's own three thresholds its sample signals come to about these.
   */
  maximizeApprovalPrecision: 0.35,
  balancedPrecision: 0.2,
  minimizeFraudPrecision: 0.1,
  /**
   * What is lost of an amount where nobody says: all of a fraud that is approved, and of a good purchase that is
   * stopped a tenth: interchange, and the customers who turn to another card. Stopping then pays off where one in
   * eleven dollars is fraud, near the precision of Stripe's guide.
   */
  missedFraudCostShare: 1,
  stoppedGoodCostShare: 0.1,
  /** A threshold's interval: so many draws of whole weeks, of at least so many weeks, from this seed. */
  intervalDraws: 400,
  intervalMinWeeks: 4,
  intervalSeed: 1,
  /** So much of the draws lies in an interval. */
  intervalShare: 0.9,
  /** How many thresholds of an amount are tried, of fraud and of good as many each. */
  amountSteps: 50,
  /** Performance from live traffic: records that are counted at a time; how often those are looked for that slipped by,
   * among which, and of how long a time at once; the days that are read in one statement, those of an answer where
   * nobody says, and at most. */
  judgedBatch: 100,
  judgedEveryMs: 3_600_000,
  judgedAgainMs: 2 * 86_400_000,
  judgedAgainSpanMs: 3_600_000,
  performanceReadDays: 7,
  performanceDays: 90,
  maxPerformanceDays: 200,
  /** At how many days after the purchase cohorts are compared where nobody says, and at most. */
  performanceAgeDays: 30,
  maxPerformanceAgeDays: 180,
  /** Disputed purchases of approved ones from which on card networks ask questions; months that are told of where
   * nobody says, and at most. */
  disputeRateMost: 0.0075,
  disputeRateMonths: 6,
  maxDisputeRateMonths: 24,
  /** Stripe's guide aims at a precision of about 10 %; a rule that is surely below half of that is one to retire. */
  aimedPrecision: 0.1,
  /** Asks that must have been looked at before "it matched nothing" says something. */
  retireMinAsks: 1_000,
  /** Matches none of which was alone: of so many it is sure that hardly one in fourteen would be (95 %). */
  neverAloneMinMatches: 50,
  /** Of a rule's reviews so many must be closed, and such a share of them as legitimate, to call it one for nothing. */
  retireMinReviews: 20,
  retireLegitimateShare: 0.95,
  /** A rule's matches jump where its share of asks is so many times that of the month before, beyond chance by so many
   * standard deviations, and with so many matches. */
  jumpTimes: 2,
  jumpDeviations: 4,
  jumpMinMatches: 20,
} as const;
