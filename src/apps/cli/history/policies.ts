import type { Writable } from 'node:stream';
import { contentHash } from '../../../adapters/store/hasher.ts';
import { loadPolicyFolder } from '../../../adapters/store/policies/load.ts';
import { formatDiagnostic } from '../../../core/language/diagnostic.ts';
import { readBundle } from '../../../core/policy/bundle.ts';
import { policyAttributes } from '../../../core/policy/features.ts';
import type { PolicyFile } from '../../../core/policy/files.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { type AttributeDefinition, createGivenCatalogue } from '../../../core/rules/attributes.ts';
import { write } from '../command.ts';

/** A policy folder without errors, which is to be tried on a history that is not known yet. */
export interface PolicyFolder {
  readonly directory: string;
  readonly files: readonly PolicyFile[];
  readonly policy: Policy;
}

/** Reads a policy folder and says what is wrong with it; null where it has an error. */
export async function readPolicyFor(directory: string, stderr: Writable): Promise<PolicyFolder | null> {
  const { policy, files, diagnostics } = await loadPolicyFolder(directory);
  for (const diagnostic of diagnostics) await write(stderr, `${formatDiagnostic(diagnostic)}\n\n`);
  return policy && { directory, files, policy };
}

/** The features of some policies, each name once: what a history may hold besides attributes. */
export function featuresOf(folders: readonly PolicyFolder[]): AttributeDefinition[] {
  const all = folders.flatMap(({ policy }) => policyAttributes(policy.features));
  return [...new Map(all.map((feature) => [feature.name, feature])).values()];
}

/** The policy, reading what the history gives under the names of attributes. */
export function policyGiven({ directory, files }: PolicyFolder, given: ReadonlySet<string>): Policy {
  const { policy, diagnostics } = readBundle(files, directory, contentHash, {
    catalogueOf: createGivenCatalogue(given),
  });
  // INVARIANT: it has no error by the usual catalogue, and this one differs in where values come from alone.
  if (!policy) throw new Error(diagnostics.map(formatDiagnostic).join('\n\n'));
  return policy;
}
