import type { Activation } from '../../adapters/store/database/policy-activations.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { Checked } from './check.ts';
import type { NotPublished, PublishOutcome, RefusalReason } from './outcome.ts';
import type { PublishPorts } from './ports.ts';
import type { Active } from './versions.ts';

type Refused = Extract<PublishOutcome, { readonly kind: NotPublished['kind'] }>;

/** Why a policy that was checked may not go live; null where it may. */
export function faultOf({ policy, diagnostics, cases }: Checked): Refused | null {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (!policy)
    return { kind: 'faulty', diagnostics, message: `not applied: the policy has ${counted(errors, 'error')}` };
  const failed = cases.filter(({ isPassed }) => !isPassed);
  if (failed.length === 0) return null;
  const message = `not applied: ${failed.length} of ${counted(cases.length, 'case')} failed`;
  return { kind: 'failing', diagnostics, cases: failed, message };
}

/** Another version is live than the one that was expected; null where it is that one, or none was expected. */
export function surprise({ activation, version }: Active, expected: string | null | undefined): Refused | null {
  return expected === undefined || expected === version ? null : conflict(activation, version);
}

/** What is said when somebody was faster. */
export function conflict(active: Activation | null, live = active?.version ?? null): Refused {
  const message = live ? `not done: meanwhile ${live} is live` : 'not done: no version is live yet';
  return { kind: 'conflict', active, message };
}

/** What is said of a version that is not stored. */
export function unknown(version: string): Refused & { readonly kind: 'unknown' } {
  return { kind: 'unknown', version, message: `there is no version ${version}` };
}

/** A refusal that is no fault of the policy. */
export function refused(reason: RefusalReason, message: string): Refused & { readonly kind: 'refused' } {
  return { kind: 'refused', reason, message };
}

/** Why a policy can't go live yet: its features would lack their past. Null where it can. */
export async function unfilled(policy: Policy, { prepare }: Pick<PublishPorts, 'prepare'>): Promise<Refused | null> {
  const filling = await prepare(policy);
  if (filling.isFilled) return null;
  const { version } = policy;
  const percent = Math.floor(filling.share * 100);
  const message = `not applied yet: the features of ${version} are being filled from history (${percent} %)`;
  return { kind: 'filling', version, filling, message };
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
