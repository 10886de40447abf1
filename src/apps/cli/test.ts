import { writeFile } from 'node:fs/promises';
import { openTimelines } from '../../adapters/counters/memory-timelines.ts';
import { loadPolicyFolder } from '../../adapters/store/policies/load.ts';
import { readAuthorization } from '../../adapters/stripe/authorization.ts';
import { runCases, uncoveredFeatures, uncoveredRules } from '../../core/decision/run-cases.ts';
import { formatDiagnostic } from '../../core/language/diagnostic.ts';
import { diagnosticAsJson } from './check.ts';
import { type Command, EXIT, type Terminal, UsageError, write } from './command.ts';
import { junitReport } from './test/junit.ts';
import { caseAsJson, failureText, summary, uncoveredFeaturesText, uncoveredText } from './test/print.ts';

const HELP = `
usage: countersign test [DIR] [--only TEXT] [--json] [--junit FILE]

Runs the cases of a policy folder (cases/*.yaml) and says where a decision is not the one that was expected: what was
expected, what came, and why. Names the rules and thresholds that no case makes match, and the features that no case
expects to come to anything. DIR is a policy folder; without it POLICIES, then ./policies.

  --only TEXT    only cases whose name or path holds this text
  --json         one JSON object: passed, failed, cases, uncovered, uncovered_features
  --junit FILE   also write the results as JUnit XML, for what shows test results in CI

Exits with 0 when every case passes, 1 when one fails or the policy has an error.

example: countersign test policies --junit cases.xml
`;

/** `countersign test`: does this policy decide its own cases as they expect? */
export function testCommand(defaultPolicies: string): Command {
  return {
    name: 'test',
    summary: 'run the cases of a policy folder',
    help: HELP.trimStart(),
    options: { only: { type: 'string' }, json: { type: 'boolean' }, junit: { type: 'string' } },
    positionals: [0, 1],
    async run({ values, positionals }, terminal) {
      const { only, json, junit } = values;
      const report = junit === undefined ? null : String(junit);
      const wish = { only: only === undefined ? null : String(only), isJson: json === true, junit: report };
      return testFolder(positionals[0] ?? defaultPolicies, wish, terminal);
    },
  };
}

interface Wish {
  readonly only: string | null;
  readonly isJson: boolean;
  readonly junit: string | null;
}

async function testFolder(directory: string, { only, isJson, junit }: Wish, terminal: Terminal): Promise<number> {
  const { stdout, stderr } = terminal;
  const { policy, diagnostics } = await loadPolicyFolder(directory);
  for (const diagnostic of diagnostics) await write(stderr, `${formatDiagnostic(diagnostic)}\n\n`);
  if (!policy) {
    const nothing = { passed: 0, failed: 0, cases: [], uncovered: [], uncovered_features: [] };
    const faults = { ...nothing, diagnostics: diagnostics.map(diagnosticAsJson) };
    await write(isJson ? stdout : stderr, isJson ? `${JSON.stringify(faults)}\n` : NOT_RUN);
    return EXIT.answerIsNo;
  }
  const results = await runCases(policy, { readAuthorization, openTimelines }, only === null ? {} : { only });
  if (only !== null && results.length === 0) throw new UsageError(`no case has "${only}" in its name or path`);
  // What a part of the cases leaves out says nothing.
  const uncovered = only === null ? uncoveredRules(policy, results) : [];
  const features = only === null ? uncoveredFeatures(policy) : [];
  if (junit !== null) await writeReport(junit, junitReport(results));
  const failed = results.filter(({ isPassed }) => !isPassed);
  if (isJson) {
    const counts = { passed: results.length - failed.length, failed: failed.length };
    const found = { cases: results.map(caseAsJson), uncovered, uncovered_features: features };
    await write(stdout, `${JSON.stringify({ ...counts, ...found })}\n`);
  } else {
    for (const result of failed) await write(stdout, `${failureText(result)}\n`);
    await write(stdout, uncoveredText(uncovered));
    await write(stdout, uncoveredFeaturesText(features));
    await write(stdout, `${directory}: ${summary(results)}\n`);
  }
  return failed.length > 0 ? EXIT.answerIsNo : EXIT.done;
}

const NOT_RUN = 'no case was run: the policy has an error\n';

async function writeReport(path: string, xml: string): Promise<void> {
  try {
    await writeFile(path, xml);
  } catch (error) {
    throw new UsageError(`${path} can't be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
