import type { Rates } from '../../../core/domain/rates.ts';
import type { FeaturePlan } from '../../../core/features/plan.ts';
import { type Diagnostic, sortDiagnostics } from '../../../core/language/diagnostic.ts';
import { readRates } from '../../../core/policy/bundle.ts';
import { readFeatures } from '../../../core/policy/features.ts';
import { isFeatureFile } from '../../../core/policy/files.ts';
import { contentHash } from '../hasher.ts';
import { readPolicyFolder } from './folder.ts';

/** The features of a folder and the rates that they read, without the rest of a policy. */
export interface LoadedFeatures {
  /** Null where something is wrong with them, or there are none. */
  readonly loaded: { readonly features: FeaturePlan; readonly rates: Rates } | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `features/*.scowl` and `rates.yaml` of a folder; whatever else a policy wants may be missing, or wrong. */
export async function loadFeatures(directory: string): Promise<LoadedFeatures> {
  const folder = await readPolicyFolder(directory);
  if (!folder.isRead) return failed(directory, folder.problem, 'name another one with --policies');
  if (!folder.files.some(isFeatureFile)) {
    return failed(directory, 'there are no features in this folder', 'they are written in Scowl: features/NAME.scowl');
  }
  const found: Diagnostic[] = [];
  const rates = readRates(folder.files, found);
  const { plan: features, diagnostics } = readFeatures(folder.files, contentHash, new Map());
  const sorted = sortDiagnostics([...diagnostics, ...found]);
  const isSound = !sorted.some(({ severity }) => severity === 'error');
  return { loaded: isSound ? { features, rates } : null, diagnostics: sorted };
}

function failed(path: string, message: string, hint: string): LoadedFeatures {
  const span = { start: 0, end: 0 };
  return { loaded: null, diagnostics: [{ severity: 'error', source: { path, text: '' }, span, message, hint }] };
}
