import type { MessagePort } from 'node:worker_threads';
import type { ClaimedRun } from '../../../adapters/store/database/backtests.ts';
import type { RunProgress } from '../../../core/history/run.ts';
import type { RunEnd } from './runner.ts';

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
