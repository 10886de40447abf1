import { closeSync, fdatasyncSync, unlinkSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { sealLines } from './line.ts';
import { CONTROL, STOP, type WriterAnswer, type WriterStart } from './memory.ts';
import { createSegment, segmentPath } from './segments.ts';

// The program of the writer's thread. Its calls are synchronous and its own: however busy the thread pool is with other
// work (hashing, DNS, files), a record's way to the disk stays free, and the event loop never waits for a disk.

const { dir, control, data, seenTurn } = workerData as WriterStart;
const turns = new Int32Array(control);
const buffer = Buffer.from(data);

let open: { readonly segment: number; readonly descriptor: number; durableBytes: number } | null = null;

/**
 * INVARIANT: after a failed write or sync the descriptor is never written again. The system may have dropped the dirty
 * pages and would report the next sync of them as fine (see "PostgreSQL's fsync() surprise", LWN 2018).
 */
function abandon(): void {
  if (open === null) return;
  const { segment, descriptor, durableBytes } = open;
  open = null;
  try {
    closeSync(descriptor);
    // Nothing in it was ever acknowledged, and on a full disk its room is wanted.
    if (durableBytes === 0) unlinkSync(segmentPath(dir, segment));
  } catch {
    // What cannot be closed or deleted stays; readers pass over its torn tail.
  }
}

/** Everything in it is durable. */
function closeOpen(): void {
  const descriptor = open?.descriptor;
  open = null;
  if (descriptor !== undefined) closeSync(descriptor);
}

function writeBatch(segment: number, bytes: number): void {
  sealLines(buffer, bytes);
  if (open?.segment !== segment) closeOpen();
  open ??= { segment, descriptor: createSegment(dir, segment), durableBytes: 0 };
  for (let written = 0; written < bytes; ) written += writeSync(open.descriptor, buffer, written, bytes - written);
  if (bytes > 0) fdatasyncSync(open.descriptor);
  open.durableBytes += bytes;
}

function takeTurn(segment: number, bytes: number): WriterAnswer {
  const startedAtMs = performance.now();
  try {
    writeBatch(segment, bytes);
    return performance.now() - startedAtMs;
  } catch (error) {
    abandon();
    return { code: String((error as NodeJS.ErrnoException).code ?? error) };
  }
}

for (let seen = seenTurn; ; ) {
  Atomics.wait(turns, CONTROL.turn, seen);
  seen = Atomics.load(turns, CONTROL.turn);
  const segment = Atomics.load(turns, CONTROL.segment);
  if (segment === STOP) break;
  parentPort?.postMessage(takeTurn(segment, Atomics.load(turns, CONTROL.bytes)));
}
closeOpen();
