import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Which cores the server and the load generator may use. */
export interface Placement {
  readonly name: string;
  /** Put before the command of the server, and of the generator. */
  readonly server: readonly string[];
  readonly load: readonly string[];
}

/** Everything may run everywhere. */
export const FREE: Placement = { name: `free on ${availableParallelism()} cores`, server: [], load: [] };

/** The server with all its threads on one core and the load on the next; null with the reason where that can't be. */
export function pinnedPlacement(): Placement | { readonly skipped: string } {
  if (availableParallelism() < 2) return { skipped: 'pinned to one core: this machine has only one' };
  const probe = spawnSync('taskset', ['-c', '0,1', 'true']);
  if (probe.status !== 0) return { skipped: 'pinned to one core: there is no taskset here' };
  return { name: 'pinned to one core', server: ['taskset', '-c', '0'], load: ['taskset', '-c', '1'] };
}
