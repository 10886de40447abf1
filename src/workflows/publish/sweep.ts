import type { Activation } from '../../adapters/store/database/policy-activations.ts';
import { limits } from '../../core/domain/limits.ts';
import { goLive } from './go-live.ts';
import type { PublishPorts, PublishRepositories } from './ports.ts';
import { isOver, stepBack } from './steps.ts';
import type { Versions } from './versions.ts';

/** What a sweep did. */
export interface Swept {
  /** The version that is live again because the time of another one was over; null: none was. */
  readonly restored: Activation | null;
  /** Rules of the live version whose end has passed, told of for the first time. */
  readonly reviewsDue: readonly string[];
}

/**
 * Ends what was live for a while, and asks for a review of rules that have ended, once for each. Any number of
 * processes may sweep; each thing is done once.
 */
export function createSweep({ store }: PublishPorts, versions: Versions) {
  // What this process knows to be written down: most sweeps have nothing to ask the database.
  const told = new Set<string>();

  async function tellOnce(version: string, rule: string, expiresMs: number, nowMs: number): Promise<boolean> {
    const expired_at = new Date(expiresMs).toISOString();
    const key = `${rule} ${expired_at}`;
    if (told.has(key)) return false;
    const isNew = await store.act(async (acting) => {
      if (await isTold(acting, rule, expired_at)) return false;
      const detail = { cause: 'rule_expired', rule, expired_at };
      await acting.appendAudit({ actor: 'system', act: 'review_due', subject: version, detail, atMs: nowMs });
      return true;
    });
    told.add(key);
    return isNew;
  }

  return async function sweep(nowMs: number): Promise<Swept> {
    const active = await store.activeVersion();
    const restored = active && isOver(active, nowMs) ? await store.act((acting) => restore(acting, nowMs)) : null;
    const live = await versions.readActive();
    const ended = (live?.policy?.rules ?? []).filter(
      ({ mode, expiresMs }) => mode !== 'off' && expiresMs !== null && expiresMs <= nowMs,
    );
    const reviewsDue: string[] = [];
    for (const { id, expiresMs } of ended) {
      if (live && expiresMs !== null && (await tellOnce(live.version, id, expiresMs, nowMs))) reviewsDue.push(id);
    }
    return { restored, reviewsDue };
  };
}

/** Makes the version before live again, unless somebody has meanwhile, or there is none. */
async function restore(store: PublishRepositories, nowMs: number): Promise<Activation | null> {
  const history = await store.listActivations(limits.publishHistory);
  const [active] = history;
  const target = stepBack(history, nowMs);
  if (!active || !isOver(active, nowMs) || !target) return null;
  const { version, expiresAtMs } = target;
  const after = { activation: active, version: active.version };
  const note = `${active.version} was live until now`;
  const gone = await goLive(store, { version, author: 'system', note, kind: 'expiry', expiresAtMs, after }, nowMs);
  return 'conflict' in gone ? null : gone;
}

async function isTold(store: PublishRepositories, rule: string, expiredAt: string): Promise<boolean> {
  const rows = await store.listAudit({ act: 'review_due', limit: limits.publishHistory });
  return rows.some(
    ({ detail }) =>
      'rule' in detail && detail.rule === rule && 'expired_at' in detail && detail.expired_at === expiredAt,
  );
}
