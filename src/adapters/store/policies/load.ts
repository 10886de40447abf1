import type { Alarms } from '../../../core/decision/ports.ts';
import { type Diagnostic, formatDiagnostic } from '../../../core/language/diagnostic.ts';
import { type Bundle, type BundleOptions, readBundle } from '../../../core/policy/bundle.ts';
import type { PolicyFile } from '../../../core/policy/files.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { contentHash } from '../hasher.ts';
import { readPolicyFolder } from './folder.ts';
import { keepPolicy, readKeptPolicy } from './kept.ts';

/** There is no policy to answer by, neither in the folder nor kept; the message tells every fault of the folder. */
export class PolicyUnusable extends Error {
  override readonly name = 'PolicyUnusable';
}

/** The policy to start with. */
export interface LoadedPolicy {
  readonly policy: Policy;
  /** The folder's; the one kept from before because the folder is broken; or the one that was applied. */
  readonly from: 'folder' | 'kept' | 'applied';
  /** The version that the folder holds now; null where it has an error. */
  readonly folderVersion: string | null;
  /** Whether the next start could go by this one, should the folder break. */
  readonly isKept: boolean;
  readonly files: readonly PolicyFile[];
  readonly warnings: readonly Diagnostic[];
}

/** The policy in a folder with all its faults; a folder that can't be read is one fault. */
export async function loadPolicyFolder(
  directory: string,
  options: BundleOptions = {},
): Promise<Bundle & { readonly files: readonly PolicyFile[] }> {
  const folder = await readPolicyFolder(directory);
  if (folder.isRead) return { ...readBundle(folder.files, directory, contentHash, options), files: folder.files };
  const source = { path: directory, text: '' };
  const hint = 'name another one, or set POLICIES; the package ships one in policies/';
  const span = { start: 0, end: 0 };
  const diagnostics = [{ severity: 'error', source, span, message: folder.problem, hint } as const];
  return { policy: null, diagnostics, files: [] };
}

/**
 * The policy to answer by at start. Once a policy was applied it counts, whatever the folder says meanwhile: the one
 * that was kept last. Before that the folder's, which is then kept in `dataDir`; or, where the folder is gone or has an
 * error, the one kept last, with an alarm, since a gateway that restarts at night must answer; unless `mayUseKept` says
 * that somebody looks on who can mend it. Throws PolicyUnusable.
 */
export async function loadPolicy(
  directory: string,
  dataDir: string,
  alarms: Alarms,
  mayUseKept = true,
): Promise<LoadedPolicy> {
  const folder = await loadPolicyFolder(directory);
  if (!folder.policy && !mayUseKept) throw new PolicyUnusable(faultsOf(folder));
  const folderVersion = folder.policy?.version ?? null;
  const kept = await readKeptPolicy(dataDir);
  const bundle = kept && readBundle(kept.files, dataDir, contentHash);
  if (kept?.from === 'applied' && bundle?.policy) {
    const { files } = kept;
    return { policy: bundle.policy, from: 'applied', folderVersion, isKept: true, files, warnings: bundle.diagnostics };
  }
  if (folder.policy) {
    const { policy, files } = folder;
    const isKept = await keepPolicy(dataDir, { from: 'folder', files });
    return { policy, from: 'folder', folderVersion, isKept, files, warnings: folder.diagnostics };
  }
  const faults = faultsOf(folder);
  if (!kept || !bundle?.policy) throw new PolicyUnusable(faults);
  alarms.raise('policy_kept_in_use', { folder: directory, version: bundle.policy.version, faults });
  return { policy: bundle.policy, from: 'kept', folderVersion, isKept: true, files: kept.files, warnings: [] };
}

function faultsOf({ diagnostics }: Bundle): string {
  return diagnostics.map(formatDiagnostic).join('\n\n');
}
