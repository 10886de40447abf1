/** How requests are sent: each connection its next one on the answer, or at times that wait for nobody. */
export type Arrivals =
  | { readonly kind: 'closed'; readonly connections: number; readonly requests: number }
  | { readonly kind: 'open'; readonly ratePerSecond: number; readonly seconds: number };

/** One run of load, as the bench orders it. */
export interface LoadPlan {
  readonly port: number;
  readonly path: string;
  readonly secret: string;
  readonly prefix: string;
  readonly seed: number;
  readonly arrivals: Arrivals;
  /** What answers must say: what the score implies under the shipped policy, or always yes. */
  readonly expected: 'by_score' | 'approved';
}

/** What came of a run. */
export interface LoadResult {
  readonly sent: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
  readonly answersPerSecond: number;
  /** Of each answered request in ms, counted from when it was to be sent. */
  readonly latenciesMs: readonly number[];
  /** How late the generator itself was at 99 of 100 requests; part of the latencies. */
  readonly generatorLateP99Ms: number;
  /** And at the worst one: where that is seconds, the machine stood still, and not the server alone. */
  readonly generatorLateWorstMs: number;
  /** Without an answer: the connection broke, or nothing came for `ANSWER_TIMEOUT_MS`. */
  readonly lost: number;
  /** Answered with another status than 200. */
  readonly refused: number;
  /** Not what was expected, or a decision's id that another answer had as well. */
  readonly wrong: number;
  /** Answered, but after Stripe had stopped waiting. */
  readonly late: number;
  /** In which second of the run each late, lost or refused request was to be sent. */
  readonly missedAtSeconds: readonly number[];
  /** Of the decisions that answers named. */
  readonly decisionIds: readonly string[];
}

/** Stripe's time-out for this webhook. */
export const STRIPE_TIMEOUT_MS = 2_000;

/** After that an answer isn't waited for any more. */
export const ANSWER_TIMEOUT_MS = 10_000;
