import type { RunProgress } from '../../../core/history/run.ts';

/**
 * How a run ended: with its result kept; with nothing, since it was not ours any more; with a fault that it would have
 * again; or `broken` off by something that passes.
 */
export type RunEnd =
  | { readonly kind: 'kept' | 'lost' }
  | { readonly kind: 'failed' | 'broken'; readonly error: string };

/** A run that is under way. */
export interface RunUnderWay {
  /** Never rejects. */
  readonly ended: Promise<RunEnd>;
  /** The last that it said: another object each time that it says something. */
  progress(): RunProgress | null;
  /** Ends it at once, with nothing kept that was not kept before. */
  stop(): Promise<void>;
}
