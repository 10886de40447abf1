import { nearest } from '../../core/language/nearest.ts';
import type { Policy, Profile } from '../../core/policy/policy.ts';
import { UsageError } from './command.ts';

/** The profile that --profile names; null where it is not given. Throws UsageError, with those there are. */
export function profileOption(policy: Policy, name: string | boolean | undefined): Profile | null {
  if (typeof name !== 'string') return null;
  const profile = policy.profiles.get(name);
  if (profile) return profile;
  const known = [...policy.profiles.keys()];
  const near = nearest(name, known);
  throw new UsageError(
    `there is no profile "${name}"; ${near ? `did you mean "${near}"?` : `known: ${known.join(', ')}`}`,
  );
}
