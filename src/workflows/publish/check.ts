import { type Diagnostic, sortDiagnostics } from '../../core/language/diagnostic.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import { lostLists } from './lost-lists.ts';
import type { PublishPorts } from './ports.ts';
import type { CaseOutcome, RehearsalAim, RehearsedPolicy } from './rehearsal.ts';
import { staleReviews } from './stale-reviews.ts';
import type { Versions } from './versions.ts';

/** What is to be said of the files of a policy. */
export interface Checked {
  /** Null where there is an error. */
  readonly policy: RehearsedPolicy | null;
  /** Errors and warnings, sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every case that was run: all, or none where they were left out or the files alone have an error. */
  readonly cases: readonly CaseOutcome[];
}

export type Check = (files: readonly PolicyFile[], wantsCases?: boolean, aim?: RehearsalAim) => Promise<Checked>;

/** Checks files as `countersign check` and `test` do, and against what is live, in shadow and listed at the moment. */
export function createCheck(ports: PublishPorts, versions: Versions): Check {
  return async function check(files, wantsCases = true, aim = 'check') {
    const folder = folderOf(files);
    const seen = await ports.store.seenTypes();
    const rehearsed = await ports.rehearse({ files, folder, seen, wantsCases }, aim);
    const { policy, diagnostics, cases } = rehearsed;
    if (!policy) return rehearsed;
    const found = sortDiagnostics([
      ...diagnostics,
      ...(await lostLists(policy, files, folder, ports.store, versions)),
      ...(await staleReviews(policy, files, ports, versions)),
    ]);
    const isFaulty = found.some(({ severity }) => severity === 'error');
    return { policy: isFaulty ? null : policy, diagnostics: found, cases };
  };
}

/**
 * What the folder of these files is called: `policies` for `policies/rules/a.yaml`; empty where their paths are their
 * names.
 */
export function folderOf([file]: readonly PolicyFile[]): string {
  if (!file) return 'policies';
  const { path } = file.source;
  return path.endsWith(`/${file.name}`) ? path.slice(0, -file.name.length - 1) : '';
}
