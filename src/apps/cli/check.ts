import { loadPolicyFolder } from '../../adapters/store/policies/load.ts';
import { type Diagnostic, formatDiagnostic } from '../../core/language/diagnostic.ts';
import { positionAt } from '../../core/language/source.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { type Command, EXIT, write } from './command.ts';

const HELP = `
usage: countersign check [DIR] [--json]

Finds every fault of a policy folder in one run: YAML, names, numbers out of range, conditions, rules,
lists, portfolios, what cases name. Warns of rules that hardly mean what they say.
DIR is a policy folder; without it POLICIES, then ./policies.

  --json   a list of {severity, path, line, column, end_line, end_column, message, hint} instead of text

Exits with 0 when there is no error (warnings are none), 1 when there is.

example: countersign check policies
`;

/** `countersign check`: is this policy folder sound? */
export function checkCommand(defaultPolicies: string): Command {
  return {
    name: 'check',
    summary: 'find every fault of a policy folder',
    help: HELP.trimStart(),
    options: { json: { type: 'boolean' } },
    positionals: [0, 1],
    async run({ values, positionals }, { stdout }) {
      const directory = positionals[0] ?? defaultPolicies;
      const { policy, diagnostics } = await loadPolicyFolder(directory);
      const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
      if (values.json) {
        await write(stdout, `${JSON.stringify(diagnostics.map(diagnosticAsJson))}\n`);
      } else {
        for (const diagnostic of diagnostics) await write(stdout, `${formatDiagnostic(diagnostic)}\n\n`);
        const found = `${count(errors, 'error')}, ${count(diagnostics.length - errors, 'warning')}`;
        await write(stdout, `${directory}: ${found}${policy ? holdings(policy) : ''}\n`);
      }
      return errors > 0 ? EXIT.answerIsNo : EXIT.done;
    },
  };
}

function holdings({ portfolios, profiles, rules, lists, cases, version }: Policy): string {
  const parts = [
    count(portfolios.length, 'portfolio'),
    count(profiles.size, 'profile'),
    count(rules.length, 'rule'),
    count(lists.size, 'list'),
    count(cases.length, 'case'),
  ];
  return `; ${parts.join(', ')}, version ${version}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A diagnostic as `--json` gives it. */
export function diagnosticAsJson({ severity, source, span, message, hint }: Diagnostic) {
  const end = positionAt(source.text, span.end);
  const place = { ...positionAt(source.text, span.start), end_line: end.line, end_column: end.column };
  return { severity, path: source.path, ...place, message, hint };
}
