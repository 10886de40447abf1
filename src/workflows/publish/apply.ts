import { limits } from '../../core/domain/limits.ts';
import type { Diagnostic } from '../../core/language/diagnostic.ts';
import { readBundle } from '../../core/policy/bundle.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import { type Check, folderOf } from './check.ts';
import { goLive } from './go-live.ts';
import type { PublishOutcome } from './outcome.ts';
import type { PublishPorts, PublishRepositories } from './ports.ts';
import { conflict, faultOf, refused, surprise, unfilled } from './verdict.ts';
import type { Active, Versions } from './versions.ts';

/** Files to make live. */
export interface ApplyRequest {
  readonly files: readonly PolicyFile[];
  /** The id of the credential. */
  readonly author: string;
  /** Whether they may make live what somebody else wrote, where four eyes are wanted. */
  readonly mayApprove?: boolean;
  readonly note: string | null;
  /** The version that the files were made from: another one live meanwhile is a conflict. Not given: any will do. */
  readonly expectedActive?: string | null | undefined;
  /** Makes it live at once for a while, whoever wrote it: past four eyes. */
  readonly breakGlass?: BreakGlass | null | undefined;
}

/** Who may put a version in past four eyes, and for how long. */
export interface BreakGlass {
  readonly isAdmin: boolean;
  /** When the version before is live again; null: after `limits.breakGlassMs`. */
  readonly expiresMs: number | null;
}

/**
 * Stores files as a version and makes it live, if neither check nor cases find a fault. With four eyes it waits for
 * somebody other than its author who may approve, unless it is break-glass, which ends by itself and leaves a
 * `review_due`.
 */
export function createApply(ports: PublishPorts, versions: Versions, check: Check) {
  const { store, clock, hash, isFourEyes } = ports;
  return async function apply(request: ApplyRequest): Promise<PublishOutcome> {
    const nowMs = clock.nowMs();
    const barrier = breakGlassFault(request.breakGlass ?? null, nowMs);
    if (barrier) return barrier;
    const after = await versions.active();
    const checked = await check(request.files, true, 'act');
    const { diagnostics: warnings } = checked;
    const fault = surprise(after, request.expectedActive) ?? faultOf(checked);
    if (fault) return fault;
    // What was checked elsewhere is read here only to be counted for.
    const { policy } = readBundle(request.files, folderOf(request.files), hash);
    if (!policy) return conflict(after.activation);
    const { version } = policy;
    if (isLiveForGood(after, version)) return unchanged(version);
    // In an emergency features that lack their past are missing, and nobody waits for them.
    const filling = request.breakGlass ? null : await unfilled(policy, ports);
    if (filling) return filling;

    return store.act(async (acting) => {
      // Nobody activates during an act: what would be a conflict then is one now, and nothing is stored.
      const active = await acting.activeVersion();
      if (active?.seq !== after.activation?.seq) return conflict(active);
      const author = await storeFiles(acting, version, request, nowMs);
      const isSecond = author !== request.author && request.mayApprove;
      if (isFourEyes && !request.breakGlass && !isSecond) return waiting(version, author, warnings);
      const going = { version, author: request.author, note: request.note, after, ...lasting(request, nowMs) };
      const gone = await goLive(acting, going, nowMs);
      if ('conflict' in gone) return conflict(gone.conflict);
      if (gone.kind === 'break_glass') await demandReview(acting, gone, nowMs);
      return { kind: 'live', activation: gone, warnings, message: `${version} is live` };
    });
  };
}

function breakGlassFault(breakGlass: BreakGlass | null, nowMs: number): PublishOutcome | null {
  if (!breakGlass) return null;
  if (!breakGlass.isAdmin) return refused('not_admin', 'not applied: break-glass wants a key of scope admin');
  const lastMs = nowMs + limits.maxBreakGlassMs;
  if (breakGlass.expiresMs === null || (breakGlass.expiresMs > nowMs && breakGlass.expiresMs <= lastMs)) return null;
  const last = new Date(lastMs).toISOString();
  return refused('expiry', `not applied: break-glass ends in the future, by ${last} at the latest`);
}

function lasting({ breakGlass }: ApplyRequest, nowMs: number) {
  if (!breakGlass) return { kind: 'apply', expiresAtMs: null } as const;
  return { kind: 'break_glass', expiresAtMs: breakGlass.expiresMs ?? nowMs + limits.breakGlassMs } as const;
}

/** A version that is live for a while can still be made to stay. */
export function isLiveForGood({ activation }: Active, version: string): boolean {
  return activation?.version === version && activation.expiresAtMs === null;
}

/** What is said when what is live is what should be. */
export function unchanged(version: string): PublishOutcome {
  return { kind: 'unchanged', version, message: `${version} is live already: nothing to apply` };
}

function waiting(version: string, author: string, warnings: readonly Diagnostic[]): PublishOutcome {
  const message = `${version} is stored; somebody other than its author, who may approve, makes it live`;
  return { kind: 'waiting', version, author, warnings, message };
}

/** Stores a version, within an act, and gives its author: the first to have stored it. */
export async function storeFiles(
  store: PublishRepositories,
  version: string,
  { files, author, note }: Pick<ApplyRequest, 'files' | 'author' | 'note'>,
  nowMs: number,
): Promise<string> {
  const texts = files.map(({ name, source }) => ({ name, text: source.text }));
  const { isNew } = await store.storeVersion({ version, files: texts, author, note });
  if (!isNew) return (await store.findVersion(version))?.author ?? author;
  await store.appendAudit({ actor: author, act: 'policy.store', subject: version, detail: { note }, atMs: nowMs });
  return author;
}

async function demandReview(
  store: PublishRepositories,
  { version, author, expiresAtMs }: { version: string; author: string; expiresAtMs: number | null },
  nowMs: number,
): Promise<void> {
  const detail = { cause: 'break_glass', expires_at: new Date(expiresAtMs ?? nowMs).toISOString() };
  await store.appendAudit({ actor: author, act: 'review_due', subject: version, detail, atMs: nowMs });
}
