/** What this process knows of itself at once. What a process does not have is null. */
export interface ProcessState {
  readonly recordedLateWaiting: number;
  readonly journal: {
    readonly unshippedBytes: number;
    readonly oldestUnshippedMs: number;
    readonly unwrittenRecords: number;
    readonly isWritable: boolean;
    readonly lastSyncMs: number;
  } | null;
  readonly database: { readonly kind: string; readonly isUp: boolean } | null;
  readonly counters: { readonly kind: string; readonly isCold: boolean; readonly filling: number } | null;
  readonly policyVersion: string | null;
  /** The alarms that stand. */
  readonly alarms: readonly string[];
}

/** What the database is asked. */
export interface StoredCounts {
  readonly inbox: { readonly waiting: number; readonly postponed: number; readonly oldestMs: number | null };
  readonly outbox: number;
  /** Of the last 24 hours. */
  readonly challenges: readonly { readonly channel: string; readonly state: string; readonly count: number }[];
  readonly replies: readonly { readonly reading: string; readonly count: number }[];
}

/** What the queue is asked, of one of its lines. */
export interface QueueCounts {
  readonly queue: string;
  /** By state: waiting, active, delayed, failed. */
  readonly jobs: Readonly<Record<string, number>>;
  /** How long the job that is due longest has waited; null where none does. */
  readonly oldestMs: number | null;
}

/** Where the gauges come from. `stored` may be slow: it is asked seldom, and not waited for. */
export interface MetricSources {
  state(): ProcessState;
  readonly stored: (() => Promise<StoredCounts>) | null;
}
