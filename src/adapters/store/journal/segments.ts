import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

const SEGMENT = /^(\d{8,})\.journal$/;
/** Set aside ones count too: a number is never given twice. */
const ANY_SEGMENT = /^(\d{8,})\.journal/;

/** One file of the journal; segments are read in the order of their numbers. */
export interface Segment {
  readonly number: number;
  readonly bytes: number;
}

/** Where the segment of that number lies. */
export function segmentPath(dir: string, number: number): string {
  return join(dir, `${String(number).padStart(8, '0')}.journal`);
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the journal's folder and those above it where they are missing; each new name is durable in its parent. */
export async function makeFolder(dir: string): Promise<void> {
  const firstMade = await mkdir(dir, { recursive: true });
  if (firstMade === undefined) return;
  const top = dirname(resolve(firstMade));
  let at = resolve(dir);
  do {
    at = dirname(at);
    await syncFolder(at);
  } while (at !== top);
}

async function namesIn(dir: string): Promise<readonly string[]> {
  return readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

/** The segments of a folder in their order, with their sizes; one that goes meanwhile is left out. */
export async function listSegments(dir: string): Promise<readonly Segment[]> {
  const segments: Segment[] = [];
  for (const name of await namesIn(dir)) {
    const number = SEGMENT.exec(name)?.[1];
    if (number === undefined) continue;
    const found = await stat(join(dir, name)).catch(() => null);
    if (found?.isFile()) segments.push({ number: Number(number), bytes: found.size });
  }
  return segments.sort((a, b) => a.number - b.number);
}

/** The greatest number that a segment of the folder has or had before it was set aside; 0 if there is none. */
export async function greatestSegmentNumber(dir: string): Promise<number> {
  const names = await namesIn(dir);
  return Math.max(0, ...names.map((name) => Number(ANY_SEGMENT.exec(name)?.[1] ?? 0)));
}

/**
 * Creates a segment that must not exist yet and makes its name durable; returns its descriptor, open for writing.
 * Synchronous: for the writer's thread. Throws what the system says, e.g. `EEXIST`, with nothing left open or behind.
 */
export function createSegment(dir: string, number: number): number {
  const descriptor = openSync(segmentPath(dir, number), 'wx', 0o600);
  try {
    fsyncSync(descriptor);
    const folder = openSync(dir, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (error) {
    closeSync(descriptor);
    rmSync(segmentPath(dir, number), { force: true });
    throw error;
  }
  return descriptor;
}

/** Deletes a segment for good; one that is gone already is no fault. */
export async function deleteSegment(dir: string, number: number): Promise<void> {
  await unlink(segmentPath(dir, number)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await syncFolder(dir);
}

/** Renames a damaged segment to `….journal.damaged`: no longer read, and kept for a person. */
export async function setAsideSegment(dir: string, number: number): Promise<void> {
  const path = segmentPath(dir, number);
  await rename(path, `${path}.damaged`);
  await syncFolder(dir);
}
