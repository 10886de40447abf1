import type { Activation } from '../../adapters/store/database/policy-activations.ts';
import { limits } from '../../core/domain/limits.ts';
import { goLive } from './go-live.ts';
import type { PublishOutcome } from './outcome.ts';
import type { PublishPorts } from './ports.ts';
import { isOver, stepBack } from './steps.ts';
import { conflict, refused, unknown } from './verdict.ts';
import type { Versions } from './versions.ts';

/** The way back. */
export interface RollbackRequest {
  /** A version that was live; not given: the one before. */
  readonly to?: string | null | undefined;
  /** The id of the credential. */
  readonly author: string;
  readonly note: string | null;
}

/**
 * Makes a version live that was live before. Nothing but that this software can read it stands in the way, neither
 * cases nor four eyes: it had both. What was live for a while is live again only until then.
 */
export function createRollback({ store, clock }: PublishPorts, versions: Versions) {
  return async function rollback({ to, author, note }: RollbackRequest): Promise<PublishOutcome> {
    const nowMs = clock.nowMs();
    const history = await store.listActivations(limits.publishHistory);
    const [active] = history;
    if (active && to === active.version) {
      return { kind: 'unchanged', version: to, message: `${to} is live already: nothing to roll back` };
    }
    const target = to ? await findPast(to, history, nowMs, versions) : stepBack(history, nowMs);
    if (target && 'message' in target) return target;
    if (!active || !target) return refused('nothing_before', 'not rolled back: no version was live before this one');

    const { version, expiresAtMs } = target;
    const stored = await versions.read(version);
    if (!stored?.policy) {
      const message = `not rolled back: this software can't read ${version}`;
      return { kind: 'faulty', diagnostics: stored?.diagnostics ?? [], message };
    }
    const after = { activation: active, version: active.version };
    const going = { version, author, note, kind: 'rollback', expiresAtMs, after } as const;
    const gone = await store.act((acting) => goLive(acting, going, nowMs));
    if ('conflict' in gone) return conflict(gone.conflict);
    return { kind: 'live', activation: gone, warnings: [], message: `${version} is live again` };
  };
}

/** When a version was live, preferably for good; or why it can't be gone back to. */
async function findPast(
  version: string,
  history: readonly Activation[],
  nowMs: number,
  versions: Versions,
): Promise<Activation | PublishOutcome> {
  const past = history.filter((activation) => activation.version === version);
  const found = past.find(({ expiresAtMs }) => expiresAtMs === null) ?? past.find((then) => !isOver(then, nowMs));
  if (found) return found;
  if (past.length > 0) return refused('ended', `not rolled back: ${version} was live for a while only, which is over`);
  if (!(await versions.read(version))) return unknown(version);
  return refused('never_live', `not rolled back: ${version} was never live; activate it`);
}
