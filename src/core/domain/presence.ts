/** A process of ours, as it says itself that it is there. */
export interface Presence {
  /** From its start to its end, e.g. `prc_81d2…`. */
  readonly id: string;
  /** The machine's name and its number there. */
  readonly name: string;
  readonly role: 'gateway' | 'worker';
  /** The versions of Countersign and of Node. */
  readonly program: string;
  readonly node: string;
  /** What it decides by; null for a worker, which decides nothing. */
  readonly policyVersion: string | null;
  readonly startedAtMs: number;
}

/** A presence as the others know it. */
export interface SeenPresence extends Presence {
  /** When it last said so. */
  readonly seenAtMs: number;
  /** When it said that it ends; null while it runs, or where it could not say so. */
  readonly stoppedAtMs: number | null;
}
