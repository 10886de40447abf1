import { findVersion } from '../../../adapters/store/database/policy-versions.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import { contentHash } from '../../../adapters/store/hasher.ts';
import { limits } from '../../../core/domain/limits.ts';
import { type Bundle, readBundle } from '../../../core/policy/bundle.ts';
import type { PolicyFile } from '../../../core/policy/files.ts';
import { type Policy, withProfile } from '../../../core/policy/policy.ts';
import { createCatalogue, createRecordedCatalogue } from '../../../core/rules/attributes.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { invalid } from './request.ts';

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

/** The policy of a stored version; null where it is not stored, or can't be read any more. */
export async function knownPolicy(ports: ApiPorts, version: string): Promise<Policy | null> {
  try {
    return await readPolicy(ports, version);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

/**
 * A stored version that reads attributes as a decision recorded them. Throws a Problem as `readPolicy` does.
 */
export async function readRecordedPolicy({ pool }: ApiPorts, version: string): Promise<Policy> {
  const bundle = await readStored(pool, version, recordedKept, createRecordedCatalogue);
  if (!bundle) throw unknownVersion(version);
  if (!bundle.policy) throw new Problem('refused', `this software can't read the version ${version}`);
  return bundle.policy;
}

/** The policy under the profile of this name, as `withProfile` makes it. Throws a Problem where it has none such. */
export function underProfile(policy: Policy, name: string | undefined): Policy {
  if (name === undefined) return policy;
  const profile = policy.profiles.get(name);
  if (profile) return withProfile(policy, profile);
  const known = [...policy.profiles.keys()].join(', ');
  throw invalid([{ path: 'body.profile', message: `there is no profile "${name}"; there are ${known}` }]);
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
const recordedKept = new Map<string, Bundle>();

/** A stored version, read, as it is without the circuit breaker; null where it is not stored. */
export async function readStored(
  pool: SqlPool,
  version: string,
  known = kept,
  catalogueOf = createCatalogue,
): Promise<Bundle | null> {
  const before = known.get(version);
  if (before) return before;
  const stored = await findVersion(pool, version);
  if (!stored) return null;
  const bundle = readBundle(filesFrom(stored.files), version, contentHash, { catalogueOf });
  known.set(version, bundle);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size > limits.keptPolicyVersions) known.delete(oldest);
  return bundle;
}
