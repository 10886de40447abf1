import { readdirSync, readFileSync } from 'node:fs';
import { contentHash } from '../../src/adapters/store/hasher.ts';
import { formatDiagnostic } from '../../src/core/language/diagnostic.ts';
import { type Bundle, readBundle } from '../../src/core/policy/bundle.ts';
import type { PolicyFile } from '../../src/core/policy/files.ts';
import type { Policy } from '../../src/core/policy/policy.ts';

/** Reads a policy folder that is given as text by file name. */
export function bundleOf(files: Readonly<Record<string, string>>): Bundle {
  const list: PolicyFile[] = Object.entries(files).map(([name, text]) => ({
    name,
    source: { path: `p/${name}`, text },
  }));
  return readBundle(list, 'p', contentHash);
}

/** The same, which must have no error. */
export function policyOf(files: Readonly<Record<string, string>>): Policy {
  const { policy, diagnostics } = bundleOf(files);
  if (!policy) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return policy;
}

/** A policy of one profile, `only`, that owns every card. */
export function profilePolicy(profile: string, portfolios = 'portfolios: [{ name: all, profile: only }]'): Policy {
  return policyOf({ 'portfolios.yaml': portfolios, 'profiles/only.yaml': profile });
}

/** The policy folder that the package ships, or another one, as files. */
export function shippedFiles(folder = 'policies'): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.match(/\.(yaml|scowl)$/),
  );
  return Object.fromEntries(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
}
