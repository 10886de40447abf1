import { Worker } from 'node:worker_threads';
import type { RecordText } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { LINE_HEAD_BYTES } from './line.ts';
import { CONTROL, createWriterMemory, STOP, type WriterAnswer, type WriterStart } from './memory.ts';

/** Told once for every `write`. */
export interface WriterEvents {
  /** The batch is durable in its segment; `tookMs` is the time of the disk alone. */
  onWritten(bytes: number, tookMs: number): void;
  /** The batch is not known durable; the segment is abandoned. `code` is the system's or `thread_ended`. */
  onFailed(code: string): void;
}

/** The thread that writes. One batch at a time: `load`, then `write` until it was written. */
export interface Writer {
  /** Takes records from `entries[from]` on, as many as the batch holds; returns the index behind the last one taken. */
  load(entries: readonly { readonly text: RecordText }[], from: number): number;
  /** Writes what is loaded to that segment, creating it if it isn't the open one. Returns at once. */
  write(segment: number): void;
  /** Lets the thread end after its turn; resolves when it has. A thread that hangs in a system call doesn't. */
  stop(): Promise<void>;
  /** Ends the thread where it stands; the next `write` starts another. */
  terminate(): Promise<void>;
}

/** Whether a record fits into a batch at all. */
export function fitsBatch(text: RecordText, freeBytes: number = limits.journalMaxBatchBytes): boolean {
  const frameBytes = LINE_HEAD_BYTES + 1;
  // At most three bytes for a UTF-16 unit: the exact length is only counted when it matters.
  return text.length * 3 + frameBytes <= freeBytes || Buffer.byteLength(text) + frameBytes <= freeBytes;
}

// Compiled code has the other extension, and the compiler leaves URLs alone.
const program = import.meta.url.endsWith('.ts')
  ? new URL('./writer-thread.ts', import.meta.url)
  : new URL('./writer-thread.js', import.meta.url);

/**
 * Starts the writer of a journal folder. Records go over in shared memory and the thread is woken by Atomics: measured
 * against posted strings, posted arrays and transferred buffers it takes the least of both threads' time.
 */
export function startWriter(dir: string, events: WriterEvents): Writer {
  const memory = createWriterMemory();
  const turns = new Int32Array(memory.control);
  const buffer = Buffer.from(memory.data);
  let loadedBytes = 0;
  let isBusy = false;
  let worker: Worker | null = null;

  function startThread(): Worker {
    const start: WriterStart = { ...memory, dir, seenTurn: Atomics.load(turns, CONTROL.turn) };
    const started = new Worker(program, { workerData: start, name: 'journal', execArgv: [] });
    let cause = 'thread_ended';
    started.on('message', (answer: WriterAnswer) => {
      isBusy = false;
      if (typeof answer === 'number') events.onWritten(loadedBytes, answer);
      else events.onFailed(answer.code);
    });
    started.on('error', (error: unknown) => {
      cause = `thread_ended: ${error instanceof Error ? error.message : String(error)}`;
    });
    started.on('exit', () => {
      if (worker === started) worker = null;
      if (!isBusy) return;
      isBusy = false;
      events.onFailed(cause);
    });
    return started;
  }

  function nextTurn(segment: number): void {
    worker ??= startThread();
    Atomics.store(turns, CONTROL.segment, segment);
    Atomics.store(turns, CONTROL.bytes, loadedBytes);
    Atomics.add(turns, CONTROL.turn, 1);
    Atomics.notify(turns, CONTROL.turn);
  }

  return {
    load(entries, from) {
      loadedBytes = 0;
      let at = from;
      for (; at < entries.length; at++) {
        const text = entries[at]?.text ?? '';
        if (!fitsBatch(text, buffer.length - loadedBytes)) break;
        loadedBytes += LINE_HEAD_BYTES + buffer.write(text, loadedBytes + LINE_HEAD_BYTES, 'utf8');
        buffer[loadedBytes++] = 0x0a;
      }
      return at;
    },
    write(segment) {
      isBusy = true;
      try {
        nextTurn(segment);
      } catch (error) {
        // No thread could be started, e.g. for want of memory.
        isBusy = false;
        setImmediate(() => events.onFailed(`thread_ended: ${String(error)}`));
      }
    },
    async stop() {
      if (worker === null) return;
      const ended = new Promise<void>((resolve) => worker?.once('exit', () => resolve()));
      nextTurn(STOP);
      await ended;
    },
    async terminate() {
      await worker?.terminate();
    },
  };
}
