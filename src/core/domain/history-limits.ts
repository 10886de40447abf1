/** The numbers of backtests and of choosing thresholds. */
export const historyLimits = {
  /** How old a row must be before its silence counts as good; Stripe's guide: a period "ending 60 days ago". */
  historyMaturityMs: 60 * 86_400_000,
  /** The window that is judged where nobody says which; Stripe's guide: "a 90-day period". */
  historyWindowMs: 90 * 86_400_000,
  /** How many authorizations of each cell are shown. */
  historySamples: 10,
  /** Asks of one card at one merchant for one amount within so long of the last are one purchase, tried again. */
  purchaseRetryMs: 3_600_000,
} as const;
