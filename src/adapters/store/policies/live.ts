import type { Alarms, Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { readBundle } from '../../../core/policy/bundle.ts';
import type { PolicyFile } from '../../../core/policy/files.ts';
import type { ListEntries } from '../../../core/policy/listed.ts';
import { type Policy, withBroken } from '../../../core/policy/policy.ts';
import { DatabaseUnavailable } from '../database/errors.ts';
import { entriesInForce } from '../database/list-entries.ts';
import type { Activation } from '../database/policy-activations.ts';
import { policyState } from '../database/policy-state.ts';
import { findVersion, storeVersion } from '../database/policy-versions.ts';
import type { SqlPool } from '../database/pool.ts';
import { contentHash } from '../hasher.ts';
import { indexEntries } from './entries.ts';
import { type KeptEntry, keepEntries, keepPolicy } from './kept.ts';
import type { LoadedPolicy } from './load.ts';

/** The policy in force and the lists, as this process knows them; asked on every decision, never waiting. */
export interface LivePolicy {
  current(): Policy;
  /** The version that is evaluated beside it and decides nothing. */
  shadow(): Policy | null;
  entries(scope: Scope): ListEntries;
  status(): LiveStatus;
  /** Looks now instead of soon. Rejects as a query would. */
  refresh(): Promise<void>;
  close(): void;
}

/** What `/readyz` says of it. */
export interface LiveStatus {
  readonly version: string;
  /** Null: no policy was ever applied, and the folder's counts. */
  readonly activation: Activation | null;
  readonly from: LoadedPolicy['from'];
  /** The folder's version where it is another one than the one in force. */
  readonly differingFolder: string | null;
  readonly shadow: string | null;
  /** Rules that the circuit breaker put in shadow. */
  readonly broken: readonly string[];
  readonly listEntries: number;
}

export interface LiveOptions {
  readonly loaded: LoadedPolicy;
  /** The entries that were kept last, until the database says what they are now. */
  readonly keptEntries: readonly KeptEntry[];
  readonly dataDir: string;
  readonly pool: SqlPool;
  readonly alarms: Alarms;
  readonly clock: Clock;
}

/**
 * Follows what is applied, shadowed, broken and listed, in the database, twice a second. A policy takes the place of
 * the one before whole, between two decisions. While the database can't be reached everything stays as it was.
 */
export function startLivePolicy(options: LiveOptions): LivePolicy {
  const { loaded, dataDir, pool, clock } = options;
  const known = createKnownVersions(options);
  let active = loaded.policy;
  let { from } = loaded;
  let activation: Activation | null = null;
  let broken: readonly string[] = [];
  let current = active;
  let shadow: Policy | null = null;
  let listSeq = -1;
  let listEntries = options.keptEntries.length;
  let entriesOf = indexEntries(options.keptEntries);
  let isStored = false;
  let cancel = () => {};
  let isClosed = false;

  async function follow(): Promise<void> {
    const state = await policyState(pool);
    if (!isStored) isStored = await storeStarted(pool, loaded);
    if (state.activation) await take(state.activation);
    if (current.version !== active.version || state.breaks.join() !== broken.join()) {
      broken = state.breaks;
      current = withBroken(active, broken);
    }
    if ((shadow?.version ?? null) !== state.shadow)
      shadow = state.shadow === null ? null : await known.policy(state.shadow);
    if (state.listSeq !== listSeq) await takeEntries(state.listSeq);
  }

  async function take(next: Activation): Promise<void> {
    activation = next;
    const policy = await known.policy(next.version);
    if (!policy) return;
    for (const name of ['policy_version_unusable', 'policy_kept_in_use'] as const) options.alarms.end(name);
    if (from === 'applied' && next.version === active.version) return;
    active = policy;
    from = 'applied';
    await keepPolicy(dataDir, { from: 'applied', files: known.filesOf(next.version) });
  }

  async function takeEntries(seq: number): Promise<void> {
    const rows = await entriesInForce(pool, clock.nowMs());
    const entries = rows.map(({ scope, list, value, knownFromMs: fromMs, knownUntilMs: untilMs }) => {
      return { ...scope, list, value, fromMs, untilMs };
    });
    entriesOf = indexEntries(entries);
    listEntries = entries.length;
    listSeq = seq;
    await keepEntries(dataDir, entries);
  }

  const refresh = oneAtATime(follow);
  async function poll(): Promise<void> {
    await refresh().catch((error: unknown) => {
      if (!isClosed && !(error instanceof DatabaseUnavailable))
        options.alarms.raise('policy_version_unusable', { error: String(error) });
    });
    if (!isClosed) cancel = clock.after(limits.policyPollMs, () => void poll());
  }
  void poll();

  return {
    current: () => current,
    shadow: () => shadow,
    entries: (scope) => entriesOf(scope),
    status: () => ({
      version: current.version,
      activation,
      from,
      differingFolder: loaded.folderVersion === current.version ? null : loaded.folderVersion,
      shadow: shadow?.version ?? null,
      broken,
      listEntries,
    }),
    refresh,
    close() {
      isClosed = true;
      cancel();
    },
  };
}

/** Runs one at a time; who asks while one runs gets a run that begins after that one. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.catch(() => {}).then(run);
    return last;
  };
}

/** The version of the start is stored like any other: decisions name it. */
async function storeStarted(pool: SqlPool, { policy, files }: LoadedPolicy): Promise<boolean> {
  const plain = files.map(({ name, source }) => ({ name, text: source.text }));
  await storeVersion(pool, { version: policy.version, files: plain, author: 'folder', note: null });
  return true;
}

/** Versions as they were stored, read into policies once. One that this software can't read raises an alarm. */
function createKnownVersions({ loaded, pool, alarms }: LiveOptions) {
  const files = new Map<string, readonly PolicyFile[]>([[loaded.policy.version, loaded.files]]);
  const policies = new Map<string, Policy | null>([[loaded.policy.version, loaded.policy]]);
  return {
    filesOf: (version: string) => files.get(version) ?? [],
    async policy(version: string): Promise<Policy | null> {
      const had = policies.get(version);
      if (had !== undefined) return had;
      const stored = await findVersion(pool, version);
      const read = (stored?.files ?? []).map(({ name, text }) => ({ name, source: { path: name, text } }));
      const { policy, diagnostics } = readBundle(read, version, contentHash);
      if (!policy) alarms.raise('policy_version_unusable', { version, fault: diagnostics[0]?.message ?? 'not stored' });
      files.set(version, read);
      policies.set(version, policy);
      return policy;
    },
  };
}
