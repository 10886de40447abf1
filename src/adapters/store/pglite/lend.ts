import type { MessagePort } from 'node:worker_threads';
import { type Backend, connectionLost } from './backend.ts';

/** The session, held by somebody until it is given back. */
export interface Lease {
  readonly backend: Backend;
  release(): void;
}

/** What a borrower hears: the answer to what was sent, or that there is none. */
export type FromLender = { readonly bytes: Uint8Array } | { readonly error: string; readonly code: string };

/**
 * Lends the session to another thread, which sends statements in Postgres's protocol over `port` and takes the answers
 * apart itself: here bytes go through unread. It has the session during a statement or a transaction, in turn with all
 * others; where it ends in the midst of one, that is rolled back.
 */
export function lendSession(port: MessagePort, lease: () => Promise<Lease>): void {
  let held: Lease | null = null;
  let tail: Promise<void> = Promise.resolve();

  function giveBack(): void {
    held?.release();
    held = null;
  }

  async function exchange(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      held ??= await lease();
      // INVARIANT: the rest of a transaction never runs on another backend than its beginning.
      if (held.backend.isGone()) throw connectionLost();
      const answer = await held.backend.exchange(bytes);
      if (isIdleAfter(answer)) giveBack();
      port.postMessage({ bytes: answer } satisfies FromLender, [answer.buffer as ArrayBuffer]);
    } catch (error) {
      giveBack();
      const code = error instanceof Error && 'code' in error ? String(error.code) : '08006';
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ error: message, code } satisfies FromLender);
    }
  }

  async function cleanUp(): Promise<void> {
    if (held && !held.backend.isGone()) await held.backend.client.query('rollback').catch(() => {});
    giveBack();
  }

  port.on('message', (bytes: Uint8Array<ArrayBuffer>) => {
    tail = tail.then(() => exchange(bytes));
  });
  port.once('close', () => {
    tail = tail.then(cleanUp);
  });
  // Nobody waits for a borrower with an open terminal.
  port.unref();
}

/** Every answer ends in ReadyForQuery, which says whether a transaction is open. */
function isIdleAfter(answer: Uint8Array): boolean {
  return answer.at(-1) === 'I'.charCodeAt(0);
}
