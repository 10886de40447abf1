import { existsSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Finding, fault, ok, reasonOf, warning } from './finding.ts';

/** Less than this, and the journal soon has no room: one of its segments. */
const FULL_BYTES = 64 * 1_048_576;
/** Less than this, and an outage of the database of some hours fills the disk. */
const SCARCE_BYTES = 2 * 1_073_741_824;

/** File systems by the magic numbers of Linux (statfs(2)) on which what is synced may be gone, and when. */
const FLEETING: ReadonlyMap<number, readonly [name: string, gone: string]> = new Map([
  [0x01021994, ['tmpfs', 'with the next restart of the machine']],
  [0x858458f6, ['ramfs', 'with the next restart of the machine']],
  [0x794c7630, ['overlayfs', 'with the container']],
]);

/** The folder, or where it is to be made: the nearest folder above that is there. */
export function existingFolder(dataDir: string): string {
  const path = resolve(dataDir);
  return existsSync(path) || dirname(path) === path ? path : existingFolder(dirname(path));
}

/** Can the data folder be written? */
export async function checkWritable(dataDir: string): Promise<Finding> {
  const folder = existingFolder(dataDir);
  try {
    await rm(await mkdtemp(join(folder, '.countersign-doctor-')), { recursive: true });
  } catch (error) {
    const why = 'serve does not start without it: the journal, the keys and the embedded database are kept there';
    const advice = 'give the folder to the user that runs Countersign, or set DATA_DIR to one that it may write';
    return fault('data folder', `${dataDir} can't be written (${reasonOf(error)})`, why, advice);
  }
  return ok('data folder', folder === resolve(dataDir) ? dataDir : `${dataDir}, made by the first start`);
}

/** Has its disk room, and does it keep what is written? */
export async function checkDisk(dataDir: string): Promise<Finding> {
  const { bavail, bsize, type } = await statfs(existingFolder(dataDir));
  const freeBytes = bavail * bsize;
  const fleeting = FLEETING.get(type);
  const found = `${formatBytes(freeBytes)} free${fleeting ? ` on ${fleeting[0]}` : ''}`;
  const room = 'answers are written here before Stripe hears them, and wait here while the database is away';
  if (freeBytes < FULL_BYTES)
    return fault('disk', found, room, 'make room, or set DATA_DIR to a folder on another disk');
  if (fleeting) {
    const why = `everything recorded here and not yet in a Postgres is gone ${fleeting[1]}`;
    return warning('disk', found, why, 'mount a volume there, or set DATABASE_URL, and RECORD=database with it');
  }
  if (freeBytes < SCARCE_BYTES) return warning('disk', found, room, 'keep 2 GB free');
  return ok('disk', found);
}

function formatBytes(bytes: number): string {
  return bytes < 1_073_741_824 ? `${Math.floor(bytes / 1_048_576)} MB` : `${(bytes / 1_073_741_824).toFixed(1)} GB`;
}
