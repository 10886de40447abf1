import { limits } from '../../../core/domain/limits.ts';
import { readBundle } from '../../../core/policy/bundle.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { listActivations } from '../database/policy-activations.ts';
import { findVersion } from '../database/policy-versions.ts';
import type { SqlPool } from '../database/pool.ts';
import { contentHash } from '../hasher.ts';

/** A stored version, read; null where there is none of that name, or this software can't read it. */
export async function readStoredPolicy(pool: SqlPool, version: string): Promise<Policy | null> {
  const stored = await findVersion(pool, version);
  if (!stored) return null;
  const files = stored.files.map(({ name, text }) => ({ name, source: { path: name, text } }));
  return readBundle(files, version, contentHash).policy;
}

/** The versions that were in force at some time since then, the latest first, as far as they can be read. */
export async function recentVersions(pool: SqlPool, sinceMs: number): Promise<readonly Policy[]> {
  const activations = await listActivations(pool, limits.publishHistory);
  // One that was replaced since then was in force, whenever it began to be.
  const count = activations.findIndex(({ atMs }) => atMs < sinceMs) + 1 || activations.length;
  const versions = new Set(activations.slice(0, count).map(({ version }) => version));
  const policies: Policy[] = [];
  for (const version of versions) {
    const policy = await readStoredPolicy(pool, version);
    if (policy) policies.push(policy);
  }
  return policies;
}

/** Reads stored versions, each once. */
export function knownPolicies(pool: SqlPool): (version: string) => Promise<Policy | null> {
  const known = new Map<string, Promise<Policy | null>>();
  return (version) => {
    const policy = known.get(version) ?? readStoredPolicy(pool, version);
    known.set(version, policy);
    return policy;
  };
}
