import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readAuthorization } from '../../src/adapters/stripe/authorization.ts';
import { runCases } from '../../src/core/decision/run-cases.ts';
import { formatDiagnostic } from '../../src/core/language/diagnostic.ts';
import { bundleOf, shippedFiles } from '../support/policy.ts';

/** Each block of YAML on the page; its first line says which file it is. */
const blocks = [...readFileSync('docs/policy.md', 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
  (block) => block[1] ?? '',
);
const files = Object.fromEntries(blocks.map((text) => [/^# (\S+\.yaml)\n/.exec(text)?.[1] ?? 'no name', text]));

test('every example on the page about the policy names the file that it is', () => {
  expect(Object.keys(files).map((name) => name.split('/')[0])).toEqual(
    expect.arrayContaining(['portfolios.yaml', 'profiles', 'rules', 'lists', 'cases']),
  );
  expect(files['no name']).toBeUndefined();
  expect(Object.keys(files)).toHaveLength(blocks.length);
});

test('together with what is shipped the examples are a policy without a fault, and their cases pass', () => {
  const { policy, diagnostics } = bundleOf({ ...shippedFiles(), ...files });
  expect(diagnostics.map(formatDiagnostic)).toEqual([]);
  const results = policy ? runCases(policy, readAuthorization) : [];
  expect(results.flatMap(({ name, differences }) => differences.map((each) => `${name}: ${each}`))).toEqual([]);
  const own = results.filter(({ path }) => path.endsWith('mine.yaml'));
  expect(own.length).toBeGreaterThan(2);
});
