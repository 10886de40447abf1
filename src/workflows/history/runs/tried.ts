import type { RunFiles } from '../../../adapters/store/database/backtests.ts';
import { contentHash } from '../../../adapters/store/hasher.ts';
import type { RunAsked, RunPolicy } from '../../../core/history/run.ts';
import { readBundle } from '../../../core/policy/bundle.ts';
import { type Policy, withBroken, withProfile } from '../../../core/policy/policy.ts';
import { createGivenCatalogue } from '../../../core/rules/attributes.ts';
import { RECORDED_GIVEN } from '../recorded-row.ts';
import type { TriedPolicy } from '../run-backtest.ts';

/** The policies of a run, ready to decide recorded asks; or why there is none, in a sentence. */
export type TriedPolicies =
  | { readonly kind: 'ready'; readonly policy: TriedPolicy; readonly against: TriedPolicy | null }
  | { readonly kind: 'unusable'; readonly problem: string };

const catalogueOf = createGivenCatalogue(RECORDED_GIVEN);

/**
 * Compiles the policies of a run against what is recorded, each as it was when the run was asked for: with the rules in
 * shadow that the circuit breaker had put there. The profile that was asked for is for the first alone, so that an
 * appetite can be held against a policy as it is.
 */
export function readTried(asked: RunAsked, files: RunFiles): TriedPolicies {
  const policy = readOne(asked, asked.policy, files.policy);
  if (typeof policy === 'string') return { kind: 'unusable', problem: policy };
  const against =
    asked.against && files.against ? readOne({ ...asked, profile: null }, asked.against, files.against) : null;
  if (typeof against === 'string') return { kind: 'unusable', problem: against };
  return { kind: 'ready', policy, against };
}

function readOne(
  { profile }: RunAsked,
  { version, broken }: RunPolicy,
  files: RunFiles['policy'],
): TriedPolicy | string {
  const sources = files.map(({ name, text }) => ({ name, source: { path: name, text } }));
  const { policy: read, diagnostics } = readBundle(sources, version, contentHash, { catalogueOf });
  if (!read) return `the policy ${version} can't be read: ${diagnostics[0]?.message ?? 'it has errors'}`;
  const policy: Policy = withBroken(read, broken);
  if (profile === null) return { policy, profile };
  const chosen = read.profiles.get(profile);
  if (!chosen) return `${version} has no profile "${profile}"; it has ${[...read.profiles.keys()].join(', ')}`;
  return { policy: withProfile(policy, chosen), profile };
}
