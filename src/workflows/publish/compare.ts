import type { Diagnostic } from '../../core/language/diagnostic.ts';
import { readBundle } from '../../core/policy/bundle.ts';
import { diffPolicies, type PolicyDiff } from '../../core/policy/diff.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { printDiff } from '../../core/policy/print-diff.ts';
import { folderOf } from './check.ts';
import type { Versions } from './versions.ts';

/** One side of a comparison: a stored version, files, or what is live. */
export type Side = { readonly version: string } | { readonly files: readonly PolicyFile[] } | 'active';

/** What one policy does otherwise than another, as data and in words; or why they can't be compared. */
export type Comparison = { readonly kind: 'diff'; readonly diff: PolicyDiff; readonly text: string } | Incomparable;
type Incomparable = { readonly message: string } & (
  | { readonly kind: 'faulty'; readonly diagnostics: readonly Diagnostic[] }
  /** Null: what is live is not stored. */
  | { readonly kind: 'unknown'; readonly version: string | null }
);

/** Compares stored versions, files and what is live; reads only. */
export function createCompare(hash: (text: string) => string, versions: Versions) {
  async function policyOf(side: Side): Promise<Policy | Incomparable> {
    const version = side === 'active' ? (await versions.active()).version : 'version' in side ? side.version : null;
    const read =
      side !== 'active' && 'files' in side
        ? readBundle(side.files, folderOf(side.files), hash)
        : version && (await versions.read(version));
    if (!read) return { kind: 'unknown', version, message: version ? `there is no version ${version}` : NOTHING_LIVE };
    const { policy, diagnostics } = read;
    const message = `${version ?? 'the policy'} can't be compared: it has errors`;
    return policy ?? { kind: 'faulty', diagnostics, message };
  }

  return async function diff(before: Side, after: Side): Promise<Comparison> {
    const old = await policyOf(before);
    if ('kind' in old) return old;
    const now = await policyOf(after);
    if ('kind' in now) return now;
    const found = diffPolicies(old, now);
    return { kind: 'diff', diff: found, text: printDiff(found) };
  };
}

const NOTHING_LIVE = 'nothing is live that was stored';
