import type { MessagePort } from 'node:worker_threads';
import type { ClaimedRun } from '../../../adapters/store/database/backtests.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { RunProgress } from '../../../core/history/run.ts';
import type { RunEnd } from './under-way.ts';

/** What the thread of a run is started with. */
export interface RunThreadData {
  readonly run: ClaimedRun;
  /** Where the database is: at a URL, or at the other end of a port (`PglitePool.lend`). */
  readonly at: { readonly url: string } | { readonly port: MessagePort };
  /** By which personal data was concealed. */
  readonly hashKey: string;
}

/** What it says: how far it is, and how it ended. */
export type FromRunThread = { readonly kind: 'progress'; readonly progress: RunProgress } | RunEnd;

/** What a run that needs more memory than it may have ends with. */
export function memoryError({ kind }: Pick<ClaimedRun, 'kind'>): string {
  const most = `it took more than ${limits.backtestMaxMebibytes} MiB of memory`;
  return `${most}: try a shorter time${kind === 'tune' ? ' or one portfolio' : ''}`;
}

/** Whether a run has more beside its heap than it may, by V8's figures, which are of its own thread alone. */
export function takesTooMuch({ external_memory: bytes }: { readonly external_memory: number }): boolean {
  return bytes > limits.backtestMaxMebibytes * 2 ** 20;
}
