import type { Clock } from './ports.ts';

/** What came of waiting: the value, the fault, or nothing in time (the promise goes on by itself). */
export type Within<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'late' };

/** Waits for a promise for `ms` at most. Never rejects, however late or badly the promise ends. */
export function within<T>(promise: Promise<T>, ms: number, clock: Clock): Promise<Within<T>> {
  return new Promise((resolve) => {
    const cancel = clock.after(Math.max(0, ms), () => resolve({ kind: 'late' }));
    promise.then(
      (value) => {
        cancel();
        resolve({ kind: 'done', value });
      },
      (error: unknown) => {
        cancel();
        resolve({ kind: 'failed', error });
      },
    );
  });
}
