import type { Activation } from '../../adapters/store/database/policy-activations.ts';
import type { PublishRepositories } from './ports.ts';
import type { Active } from './versions.ts';

/** What is to be activated, and what was live when that was decided. */
export interface Going {
  readonly version: string;
  readonly author: string;
  readonly note: string | null;
  readonly kind: Activation['kind'];
  readonly expiresAtMs: number | null;
  readonly after: Active;
}

/** Went live, or another one went live meanwhile. */
export type Gone = Activation | { readonly conflict: Activation | null };

/** Makes a stored version live, within an act, and writes that down. A shadow that is live now is none any more. */
export async function goLive(store: PublishRepositories, going: Going, nowMs: number): Promise<Gone> {
  const { version, author, note, kind, expiresAtMs, after } = going;
  const ground = after.activation ? null : await layGround(store, after.version, version, nowMs);
  if (ground && 'conflict' in ground) return ground;
  const before = after.activation ?? ground;
  const activation = { version, author, note, kind, expiresAtMs };
  const gone = await store.activate(activation, { activeSeq: before?.seq ?? null });
  if ('conflict' in gone) return gone;
  const expires = expiresAtMs === null ? {} : { expires_at: new Date(expiresAtMs).toISOString() };
  const detail = { before: before?.version ?? null, note, ...expires };
  await store.appendAudit({ actor: author, act: `policy.${kind}`, subject: version, detail, atMs: nowMs });
  if ((await store.currentShadow())?.version === version) await store.setShadow(null, author);
  return gone;
}

/**
 * Before the first activation the folder's version was live, and nothing says so: it is activated first, so that there
 * is a way back to it.
 */
async function layGround(
  store: PublishRepositories,
  live: string | null,
  version: string,
  nowMs: number,
): Promise<Gone | null> {
  if (live === null || live === version || !(await store.findVersion(live))) return null;
  const note = 'what the service started with';
  const ground = { version: live, author: 'system', note, kind: 'apply', expiresAtMs: null } as const;
  const gone = await store.activate(ground, { activeSeq: null });
  if ('conflict' in gone) return gone;
  const act = { actor: 'system', act: 'policy.apply', subject: live, detail: { before: null, note } };
  await store.appendAudit({ ...act, atMs: nowMs });
  return gone;
}
