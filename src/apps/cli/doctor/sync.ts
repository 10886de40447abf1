import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { existingFolder } from './data-folder.ts';
import { type Finding, ok, reasonOf, skipped, warning } from './finding.ts';

const TIMES = 50;
const PAGE = Buffer.alloc(4_096, 1);
const SLOW_MS = 20;
/** No disk that keeps anything is this fast. */
const UNREAL_MS = 0.01;

/** How long the data folder's disk takes to keep a page for good, and whether it seems to do so at all. */
export function checkSync(dataDir: string, nowMs: () => number): Finding {
  let times: number[];
  try {
    times = timeSyncs(existingFolder(dataDir), nowMs).sort((a, b) => a - b);
  } catch (error) {
    return skipped('disk sync', `nothing can be written there (${reasonOf(error)})`);
  }
  const [median, slowest] = [quantile(times, 0.5), quantile(times, 0.99)];
  const found = `p50 ${median.toFixed(2)} ms, p99 ${slowest.toFixed(2)} ms of ${TIMES} fdatasyncs`;
  if (median < UNREAL_MS) {
    const why = 'this disk only says that it keeps what is synced: a power cut may take answers that were given';
    return warning('disk sync', found, why, 'use a disk of the machine or a volume that honours fdatasync');
  }
  if (slowest > SLOW_MS) {
    const why = 'with RECORD=journal every answer waits for one of these';
    return warning('disk sync', found, why, 'use a faster disk (SSD), or one with less to do beside');
  }
  return ok('disk sync', found);
}

function timeSyncs(folder: string, nowMs: () => number): number[] {
  const own = mkdtempSync(join(folder, '.countersign-doctor-'));
  try {
    const file = openSync(join(own, 'sync'), 'w');
    try {
      return Array.from({ length: TIMES }, () => {
        writeSync(file, PAGE);
        const startMs = nowMs();
        fdatasyncSync(file);
        return nowMs() - startMs;
      });
    } finally {
      closeSync(file);
    }
  } finally {
    rmSync(own, { recursive: true });
  }
}

/** Of sorted values, the smallest that so great a share does not exceed. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
