import type { z } from 'zod';
import { findVersion } from '../../../../adapters/store/database/policy-versions.ts';
import type { RunPolicy } from '../../../../core/history/run.ts';
import type { whichPolicy } from '../../../../sdk/schema/backtests.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { invalid } from '../request.ts';
import { sayDiagnostic } from '../say.ts';
import { filesFrom, readPolicy, unknownVersion } from '../versions.ts';

/** A policy that is to be tried, as it is at this moment. */
export interface TakenPolicy {
  readonly policy: RunPolicy;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  portfolios(): Promise<readonly { readonly name: string }[]>;
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
  const { version, portfolios } = policy;
  return { policy: { of: 'files', version, broken: [] }, files: which, portfolios: async () => portfolios };
}

async function stored(ports: ApiPorts, policy: RunPolicy): Promise<TakenPolicy> {
  const found = await findVersion(ports.pool, policy.version);
  if (!found) throw unknownVersion(policy.version);
  const portfolios = async () => (await readPolicy(ports, policy.version)).portfolios;
  return { policy, files: found.files, portfolios };
}

/** Throws a Problem where the policy has no portfolio of this name. */
export async function checkPortfolio(portfolio: string | null, { policy, portfolios }: TakenPolicy): Promise<void> {
  if (portfolio === null) return;
  const known = (await portfolios()).map(({ name }) => name);
  if (known.includes(portfolio)) return;
  const message = `${policy.version} has no portfolio "${portfolio}"; it has ${known.join(', ')}`;
  throw invalid([{ path: 'body.portfolio', message }]);
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
