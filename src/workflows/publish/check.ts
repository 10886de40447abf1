import type { CaseResult } from '../../core/decision/run-cases.ts';
import { type Diagnostic, sortDiagnostics } from '../../core/language/diagnostic.ts';
import { readBundle } from '../../core/policy/bundle.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { lostLists } from './lost-lists.ts';
import type { PublishPorts } from './ports.ts';
import { staleReviews } from './stale-reviews.ts';
import type { Versions } from './versions.ts';

/** What is to be said of the files of a policy. */
export interface Checked {
  /** Null where there is an error. */
  readonly policy: Policy | null;
  /** Errors and warnings, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every case that was run: all, or none where the files alone have an error. */
  readonly cases: readonly CaseResult[];
}

export type Check = (files: readonly PolicyFile[]) => Promise<Checked>;

/** Checks files as `countersign check` and `test` do, and against what is live, in shadow and listed at the moment. */
export function createCheck(ports: PublishPorts, versions: Versions): Check {
  return async function check(files) {
    const folder = folderOf(files);
    const { policy, diagnostics } = readBundle(files, folder, ports.hash, { seen: await ports.store.seenTypes() });
    if (!policy) return { policy, diagnostics, cases: [] };
    const found = sortDiagnostics([
      ...diagnostics,
      ...(await lostLists(policy, files, folder, ports.store, versions)),
      ...(await staleReviews(policy, files, ports, versions)),
    ]);
    const isFaulty = found.some(({ severity }) => severity === 'error');
    return { policy: isFaulty ? null : policy, diagnostics: found, cases: await ports.runCases(policy) };
  };
}

/** What the folder of these files is called: `policies` for `policies/rules/a.yaml`. */
export function folderOf([file]: readonly PolicyFile[]): string {
  const folder = file?.source.path.endsWith(`/${file.name}`) ? file.source.path.slice(0, -file.name.length - 1) : '';
  return folder || 'policies';
}
