import type { Alarms } from '../../../core/decision/ports.ts';
import { type Diagnostic, formatDiagnostic } from '../../../core/language/diagnostic.ts';
import { type Bundle, readBundle } from '../../../core/policy/bundle.ts';
import type { PolicyFile } from '../../../core/policy/files.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { contentHash } from '../hasher.ts';
import { readPolicyFolder } from './folder.ts';
import { keepPolicy, readKeptPolicy } from './kept.ts';

/** There is no policy to answer by, neither in the folder nor kept; the message tells every fault of the folder. */
export class PolicyUnusable extends Error {
  override readonly name = 'PolicyUnusable';
}

/** The policy in force, and whether it is the folder's or the one that was kept from before. */
export interface LoadedPolicy {
  readonly policy: Policy;
  readonly from: 'folder' | 'kept';
  /** Whether the next start could go by this one, should the folder break. */
  readonly isKept: boolean;
  readonly warnings: readonly Diagnostic[];
}

/** The policy in a folder with all its faults; a folder that can't be read is one fault. */
export async function loadPolicyFolder(directory: string): Promise<Bundle & { readonly files: readonly PolicyFile[] }> {
  const folder = await readPolicyFolder(directory);
  if (folder.isRead) return { ...readBundle(folder.files, directory, contentHash), files: folder.files };
  const source = { path: directory, text: '' };
  const hint = 'name another one, or set POLICIES; the package ships one in policies/';
  const span = { start: 0, end: 0 };
  const diagnostics = [{ severity: 'error', source, span, message: folder.problem, hint } as const];
  return { policy: null, diagnostics, files: [] };
}

/**
 * The policy to answer by at start: the folder's, which is then kept in `dataDir`; or, where the folder is gone or has
 * an error, the one kept last, with an alarm, since a gateway that restarts at night must answer. Throws
 * PolicyUnusable.
 */
export async function loadPolicy(directory: string, dataDir: string, alarms: Alarms): Promise<LoadedPolicy> {
  const { policy, diagnostics, files } = await loadPolicyFolder(directory);
  if (policy) {
    const isKept = await keepPolicy(dataDir, files);
    return { policy, from: 'folder', isKept, warnings: diagnostics };
  }
  const faults = diagnostics.map(formatDiagnostic).join('\n\n');
  const kept = readBundle((await readKeptPolicy(dataDir)) ?? [], dataDir, contentHash).policy;
  if (!kept) throw new PolicyUnusable(faults);
  alarms.raise('policy_kept_in_use', { folder: directory, version: kept.version, faults });
  return { policy: kept, from: 'kept', isKept: true, warnings: [] };
}
