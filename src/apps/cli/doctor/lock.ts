import { existsSync } from 'node:fs';
import { DataDirInUse, lockDataDir } from '../../../adapters/store/lock.ts';
import { type Finding, fault, ok, reasonOf } from './finding.ts';

/** Who has the data folder. Only where it is free the embedded database in it may be opened. */
export interface LockReading {
  readonly finding: Finding;
  readonly state: 'free' | 'held' | 'unusable';
}

/** Is the data folder free, or held by a running gateway? Both are fine. Makes no folder. */
export function checkLock(dataDir: string): LockReading {
  if (!existsSync(dataDir)) return { finding: ok('lock', 'free: there is no data folder yet'), state: 'free' };
  try {
    lockDataDir(dataDir).release();
    return { finding: ok('lock', 'free: no Countersign runs on this data folder'), state: 'free' };
  } catch (error) {
    if (error instanceof DataDirInUse) {
      const pid = /pid [^)]+/.exec(error.message)?.[0] ?? 'pid unknown';
      return { finding: ok('lock', `held by a running Countersign (${pid})`), state: 'held' };
    }
    const why = 'a gateway keeps others out of its data folder by this lock, and does not start without it';
    const finding = fault('lock', reasonOf(error), why, 'mend the data folder first, or set DATA_DIR to another one');
    return { finding, state: 'unusable' };
  }
}
