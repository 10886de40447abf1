import { Worker } from 'node:worker_threads';
import type { Clock } from '../../core/decision/ports.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Rehearsal, RehearsalRequest, Rehearse } from './rehearsal.ts';

// Compiled code has the other extension, and the compiler leaves URLs alone.
const program = import.meta.url.endsWith('.ts')
  ? new URL('./rehearsal-thread.ts', import.meta.url)
  : new URL('./rehearsal-thread.js', import.meta.url);

/** Rehearses policies, one after the other: what is to go live before what is only looked at. */
export interface Rehearser {
  /** Rejects with RehearserUnavailable where too many checks wait already, and once it is closed. */
  readonly rehearse: Rehearse;
  /** Ends the thread; what runs, waits or comes is rejected. */
  close(): Promise<void>;
}

/** Nothing is rehearsed: too much waits, or the service ends. */
export class RehearserUnavailable extends Error {
  override readonly name = 'RehearserUnavailable';
}

/** Somebody who waits for a rehearsal. */
interface Waiting {
  readonly request: RehearsalRequest;
  resolve(rehearsal: Rehearsal): void;
  reject(error: unknown): void;
}

/**
 * Rehearses policies in a thread of its own: reading one and running its cases takes a tenth of a second and more, and
 * people have it done as they type, while this process answers Stripe. The thread starts with the first request and
 * ends when none came for a while. What takes too long or too much memory is given up, and that is told as its fault.
 */
export function createRehearser(clock: Pick<Clock, 'after'>): Rehearser {
  const thread = createThread(clock);
  const acts: Waiting[] = [];
  const checks: Waiting[] = [];
  let isBusy = false;
  let isClosed = false;

  async function next(): Promise<void> {
    const first = isBusy ? undefined : (acts.shift() ?? checks.shift());
    if (!first) return;
    isBusy = true;
    try {
      const rehearsal = await thread.run(first.request);
      if (isClosed) first.reject(closed());
      else first.resolve(rehearsal ?? givenUp(first.request));
    } catch (error) {
      first.reject(error);
    }
    isBusy = false;
    void next();
  }

  return {
    rehearse: (request, aim = 'check') =>
      new Promise((resolve, reject) => {
        if (isClosed) throw closed();
        if (aim === 'check' && checks.length >= limits.maxRehearsalsWaiting) {
          throw new RehearserUnavailable('too many policies are being checked at once');
        }
        (aim === 'act' ? acts : checks).push({ request, resolve, reject });
        void next();
      }),
    async close() {
      isClosed = true;
      for (const { reject } of [...acts.splice(0), ...checks.splice(0)]) reject(closed());
      await thread.end();
    },
  };
}

function closed(): RehearserUnavailable {
  return new RehearserUnavailable('the service is ending');
}

/** A thread that is there while it is needed; `run` gives null where it was ended before it answered. */
function createThread(clock: Pick<Clock, 'after'>) {
  let thread: Worker | null = null;
  let cancelRest = () => {};

  function start(): Worker {
    const started = new Worker(program, {
      name: 'rehearsal',
      // Not the flags of this process: a test runner's loaders have no business there.
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.rehearsalMaxMebibytes },
    });
    // Whatever it did not catch ends it. Without a listener the process would end, too; who waits has one more.
    started.on('error', () => forget(started));
    started.once('exit', () => forget(started));
    // Nobody waits for a check with an open terminal.
    started.unref();
    return started;
  }

  function forget(worker: Worker): void {
    if (thread === worker) thread = null;
  }

  // INVARIANT: a thread that is ending takes no request, though it goes on for a moment.
  async function end(worker: Worker): Promise<void> {
    forget(worker);
    await worker.terminate();
  }

  return {
    async run(request: RehearsalRequest): Promise<Rehearsal | null> {
      cancelRest();
      thread ??= start();
      const worker = thread;
      const cancel = clock.after(limits.rehearsalMs, () => void end(worker));
      const answer = await answerOf(worker, request).finally(cancel);
      if (thread) cancelRest = clock.after(limits.rehearsalIdleMs, () => void end(worker));
      return answer;
    },
    async end(): Promise<void> {
      cancelRest();
      if (thread) await end(thread);
    },
  };
}

/** Null where it was ended, by its time or its memory. Rejects with what else went wrong. */
function answerOf(worker: Worker, request: RehearsalRequest): Promise<Rehearsal | null> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (!isMemory) reject(error);
    };
    const ended = () => done(null);
    function done(answer: Rehearsal | null): void {
      worker.off('message', done).off('error', failed).off('exit', ended);
      resolve(answer);
    }
    worker.on('message', done).on('error', failed).on('exit', ended);
    worker.postMessage(request);
  });
}

function givenUp({ files: [file], folder }: RehearsalRequest): Rehearsal {
  const source = file?.source ?? { path: folder, text: '' };
  const most = `${limits.rehearsalMs / 1_000} s, or more than ${limits.rehearsalMaxMebibytes} MiB of memory`;
  const message = `the policy was not checked: that took longer than ${most}`;
  const hint = 'look for cases with very many earlier events, and for YAML whose aliases unfold';
  const span = { start: 0, end: 0 };
  return { policy: null, diagnostics: [{ severity: 'error', source, span, message, hint }], cases: [] };
}
