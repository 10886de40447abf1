import { setTimeout as sleep } from 'node:timers/promises';
import type { Server } from './server.ts';

/** The part of `/readyz` that the bench looks at. */
export interface Readiness {
  readonly journal: { readonly unshipped_bytes: number; readonly unwritten_records: number };
  readonly database: { readonly state: string };
}

/** Waits until `/readyz` of a service is as wanted; rejects with what it was when `ms` have passed. */
export async function untilReady(
  { port }: Server,
  what: string,
  ms: number,
  isWanted: (readiness: Readiness) => boolean,
): Promise<void> {
  const giveUpMs = performance.now() + ms;
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`);
    const readiness = (await response.json()) as Readiness;
    if (isWanted(readiness)) return;
    if (performance.now() > giveUpMs) throw new Error(`${what}: not in time; ${JSON.stringify(readiness)}`);
    await sleep(100);
  }
}

/** Everything that was recorded is in the database. */
export function isShipped({ journal }: Readiness): boolean {
  return journal.unshipped_bytes === 0 && journal.unwritten_records === 0;
}
