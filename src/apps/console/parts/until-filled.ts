import { CountersignError } from '../../../sdk/index.ts';

/** How far the features of a version are filled from history; `share` from 0 to 1. */
export interface Filling {
  readonly version: string;
  readonly events: number;
  readonly share: number;
}

/** How long to wait before trying again while features are being filled. */
const AGAIN_MS = 1_000;

/**
 * Does what makes a version live, again and again while its features are being filled from history, telling of the
 * progress. Rejects with what the service refuses, or with the signal's reason when somebody no longer waits.
 */
export async function untilFilled<Answer>(
  act: () => Promise<Answer>,
  onFilling: (filling: Filling) => void,
  signal: AbortSignal,
  againMs = AGAIN_MS,
): Promise<Answer> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await act();
    } catch (error) {
      const filling =
        error instanceof CountersignError && error.code === 'filling' ? error.problem?.filling : undefined;
      if (!filling) throw error;
      onFilling(filling);
    }
    await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}
