import { appendAudit, listAudit } from '../../adapters/store/database/audit.ts';
import { seenTypes } from '../../adapters/store/database/event-types.ts';
import { countEntries } from '../../adapters/store/database/list-entries.ts';
import {
  activate,
  activeVersion,
  currentShadow,
  listActivations,
  setShadow,
} from '../../adapters/store/database/policy-activations.ts';
import { findVersion, listWaiting, storeVersion } from '../../adapters/store/database/policy-versions.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Filling } from './outcome.ts';
import type { Rehearse } from './rehearsal.ts';

/** What a publisher is made of. */
export interface PublishPorts {
  readonly store: PublishStore;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** The content hash that names versions. */
  hash(text: string): string;
  readonly rehearse: Rehearse;
  /** Begins to fill a policy's features from history, waits a little, and gives how far that is. */
  prepare(policy: Policy): Promise<Filling>;
  /** The version that this process decides by: what is live before any was activated. Null: not stored. */
  liveVersion(): string | null;
  /** FOUR_EYES: the author of a version can't make it live; somebody else can who may approve. */
  readonly isFourEyes: boolean;
}

/** The repositories that publishing needs. */
export type PublishRepositories = ReturnType<typeof bindRepositories>;

/** The same, and a way to act: an act is in force with its audit or not at all, and no two come between each other. */
export interface PublishStore extends PublishRepositories {
  act<T>(run: (store: PublishRepositories) => Promise<T>): Promise<T>;
}

/** The repositories over a pool. */
export function createPublishStore(pool: SqlPool): PublishStore {
  return {
    ...bindRepositories(pool),
    act: (run) =>
      together(pool, async (joined) => {
        await joined.query(`select pg_advisory_xact_lock(hashtext('countersign publish'))`);
        return run(bindRepositories(joined));
      }),
  };
}

function bindRepositories(pool: SqlPool) {
  return {
    storeVersion: bound(storeVersion, pool),
    findVersion: bound(findVersion, pool),
    listWaiting: bound(listWaiting, pool),
    activate: bound(activate, pool),
    activeVersion: bound(activeVersion, pool),
    listActivations: bound(listActivations, pool),
    setShadow: bound(setShadow, pool),
    currentShadow: bound(currentShadow, pool),
    countEntries: bound(countEntries, pool),
    seenTypes: bound(seenTypes, pool),
    appendAudit: bound(appendAudit, pool),
    listAudit: bound(listAudit, pool),
  };
}

function bound<Rest extends readonly unknown[], Result>(
  run: (pool: SqlPool, ...rest: Rest) => Result,
  pool: SqlPool,
): (...rest: Rest) => Result {
  return (...rest) => run(pool, ...rest);
}
