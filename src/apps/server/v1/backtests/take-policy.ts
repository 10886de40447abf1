import type { z } from 'zod';
import { findVersion } from '../../../../adapters/store/database/policy-versions.ts';
import type { RunPolicy } from '../../../../core/history/run.ts';
import type { whichPolicy } from '../../../../sdk/schema/backtests.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { invalid } from '../request.ts';
import { sayDiagnostic } from '../say.ts';
import { filesFrom, unknownVersion } from '../versions.ts';

/** A policy that is to be tried, as it is at this moment. */
export interface TakenPolicy {
  readonly policy: RunPolicy;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/**
 * The policy that a request names. Throws a Problem where it is not stored, or its files have an error, which are
 * checked in a thread of their own.
 */
export async function takePolicy(ports: ApiPorts, which: z.output<typeof whichPolicy>): Promise<TakenPolicy> {
  if (which === 'live') {
    const { version, broken } = ports.live.status();
    return stored(ports, { of: 'live', version, broken });
  }
  if (typeof which === 'string') return stored(ports, { of: 'version', version: which, broken: [] });
  const { policy, diagnostics } = await ports.publisher.check(filesFrom(which), false);
  if (!policy) {
    const extra = { diagnostics: diagnostics.map(sayDiagnostic) };
    throw new Problem('faulty_policy', 'the policy has errors: check it first', extra);
  }
  return { policy: { of: 'files', version: policy.version, broken: [] }, files: which };
}

async function stored({ pool }: ApiPorts, policy: RunPolicy): Promise<TakenPolicy> {
  const found = await findVersion(pool, policy.version);
  if (!found) throw unknownVersion(policy.version);
  return { policy, files: found.files };
}

/** Throws a Problem where one of these policies has no profile of this name. */
export function checkProfile(profile: string | null, tried: readonly TakenPolicy[]): void {
  if (profile === null) return;
  for (const { policy, files } of tried) {
    const known = files.flatMap(({ name }) => /^profiles\/(.+)\.ya?ml$/.exec(name)?.[1] ?? []);
    if (known.includes(profile)) continue;
    const message = `${policy.version} has no profile "${profile}"; it has ${known.join(', ')}`;
    throw invalid([{ path: 'body.profile', message }]);
  }
}
