import type { Clock, RecordOutcome, RecordSink } from '../../core/decision/ports.ts';

export interface RecorderOptions {
  /** The place of record that is asked first, and the one that takes over when it is late or fails. */
  readonly first: RecordSink;
  readonly second: RecordSink;
  /** How long the first has before the second is asked as well: it depends on the policy in force. */
  firstMs(): number;
  readonly clock: Clock;
}

/**
 * Two places of record as one: a record is durable once either has it (both are idempotent by its id), and fails only
 * when both have failed. While the first is known to be stuck nobody waits for it: both are asked at once.
 */
export function createRecorder({ first, second, firstMs, clock }: RecorderOptions): RecordSink {
  let isFirstStuck = false;

  return {
    record(text) {
      const { promise, resolve, reject } = Promise.withResolvers<RecordOutcome>();
      let isSecondAsked = false;
      let failures = 0;
      const fail = (error: unknown) => {
        failures += 1;
        if (failures === 2) reject(error);
      };
      const askSecond = () => {
        if (isSecondAsked) return;
        isSecondAsked = true;
        second.record(text).then(resolve, fail);
      };
      const cancel = clock.after(firstMs(), () => {
        isFirstStuck = true;
        askSecond();
      });
      first.record(text).then(
        (outcome) => {
          cancel();
          isFirstStuck = false;
          resolve(outcome);
        },
        (error: unknown) => {
          cancel();
          askSecond();
          fail(error);
        },
      );
      if (isFirstStuck) askSecond();
      return promise;
    },
  };
}
