import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runCases, uncoveredFeatures } from '../../src/core/decision/run-cases.ts';
import { AGGREGATE_FUNCTIONS } from '../../src/core/features/term.ts';
import { formatDiagnostic } from '../../src/core/language/diagnostic.ts';
import { AUTHORIZATION_EVENT } from '../../src/core/policy/authorization-event.ts';
import { casePorts } from '../support/cases.ts';
import { bundleOf, shippedFiles } from '../support/policy.ts';

/** Each block of YAML or Scowl on a page. */
function blocksOf(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^```(?:yaml|scowl)\n([\s\S]*?)^```$/gm)].map(
    (block) => block[1] ?? '',
  );
}

/** The same by the file that its first line says it is; on a page about features these need not say it. */
function filesOf(page: string): Record<string, string> {
  const named = blocksOf(page).map((text, index): [string, string] => {
    const name = /^(?:#|--) (\S+\.(?:yaml|scowl))\n/.exec(text)?.[1];
    return [name ?? (text.startsWith('event ') ? `features/example_${index}.scowl` : 'no name'), text];
  });
  return Object.fromEntries(named);
}

describe.each(['docs/policy.md', 'docs/features.md'])('the examples in %s', (page) => {
  const files = filesOf(page);

  test('say which files they are', () => {
    expect(files['no name']).toBeUndefined();
    expect(Object.keys(files)).toHaveLength(blocksOf(page).length);
  });

  test('are, together with what is shipped, a policy without a fault, and their cases pass', async () => {
    const { policy, diagnostics } = bundleOf({ ...shippedFiles(), ...files });
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    const results = policy ? await runCases(policy, casePorts) : [];
    expect(results.flatMap(({ name, differences }) => differences.map((each) => `${name}: ${each}`))).toEqual([]);
    const own = results.filter(({ path }) => Object.keys(files).some((name) => path.endsWith(name)));
    expect(own.length).toBeGreaterThan(2);
    expect(policy && uncoveredFeatures(policy)).toEqual([]);
  });
});

test('the page about the policy shows every part of it', () => {
  expect(Object.keys(filesOf('docs/policy.md')).map((name) => name.split('/')[0])).toEqual(
    expect.arrayContaining(['portfolios.yaml', 'profiles', 'rules', 'features', 'lists', 'texts', 'cases']),
  );
});

test('the page about features names every cause, aggregate and outcome that there is', () => {
  const text = readFileSync('docs/features.md', 'utf8');
  const causes = ['no_event', 'no_key', 'no_value', 'mixed_currency', 'no_rate', 'cold', 'late'];
  const names = [...causes, ...AGGREGATE_FUNCTIONS, ...AUTHORIZATION_EVENT.outcomes.keys()];
  expect(names.filter((name) => !text.includes(`\`${name}`))).toEqual([]);
});
