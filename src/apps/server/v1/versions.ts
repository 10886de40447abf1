import { findVersion } from '../../../adapters/store/database/policy-versions.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import { contentHash } from '../../../adapters/store/hasher.ts';
import { limits } from '../../../core/domain/limits.ts';
import { type Bundle, readBundle } from '../../../core/policy/bundle.ts';
import type { PolicyFile } from '../../../core/policy/files.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';

/** The policy of a stored version. Throws a Problem where it is not stored, or was written by later software. */
export async function readPolicy({ live, pool }: ApiPorts, version: string | undefined): Promise<Policy> {
  if (version === undefined || version === live.current().version) return live.current();
  const shadow = live.shadow();
  if (shadow?.version === version) return shadow;
  const bundle = await readStored(pool, version);
  if (!bundle) throw unknownVersion(version);
  const { policy } = bundle;
  if (!policy) throw new Problem('refused', `this software can't read the version ${version}`);
  return policy;
}

/** What the check said of the policy in force; nothing where it is not stored yet. */
export function liveBundle({ live, pool }: ApiPorts): Promise<Bundle | null> {
  return readStored(pool, live.current().version);
}

/** No such version is stored. */
export function unknownVersion(version: string): Problem {
  return new Problem('not_found', `no version ${version} is stored`);
}

/** Files of a request, under the names that their writer knows. */
export function filesFrom(files: readonly { readonly name: string; readonly text: string }[]): PolicyFile[] {
  return files.map(({ name, text }) => ({ name, source: { path: name, text } }));
}

// Reading a policy takes milliseconds that belong to the answers: those read last are kept.
const kept = new Map<string, Bundle>();

async function readStored(pool: SqlPool, version: string): Promise<Bundle | null> {
  const known = kept.get(version);
  if (known) return known;
  const stored = await findVersion(pool, version);
  if (!stored) return null;
  const bundle = readBundle(filesFrom(stored.files), version, contentHash);
  kept.set(version, bundle);
  const [oldest] = kept.keys();
  if (oldest !== undefined && kept.size > limits.keptPolicyVersions) kept.delete(oldest);
  return bundle;
}
