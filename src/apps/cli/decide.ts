import { loadPolicyFolder } from '../../adapters/store/policies/load.ts';
import { explain, explainBriefly } from '../../core/decision/explain.ts';
import { decideOffline } from '../../core/decision/offline.ts';
import type { Conceal, DecisionRecord } from '../../core/decision/record.ts';
import { formatDiagnostic } from '../../core/language/diagnostic.ts';
import { type Policy, withProfile } from '../../core/policy/policy.ts';
import { type Arguments, type Command, EXIT, type Terminal, UsageError, write } from './command.ts';
import { readAsks } from './decide/asks.ts';
import { profileOption } from './profile-option.ts';
import { saveCase } from './save-case.ts';

const HELP = `
usage: countersign decide FILE [--policies DIR] [--profile NAME] [--json]
       countersign decide FILE --save-case NAME [--into FILE]

Decides offline, with nothing recorded and nobody asked: what would be answered, and why. FILE holds an
issuing_authorization.request event or a bare authorization, or many of them, one a line; - reads standard input.

  --policies DIR     the policy folder; without it POLICIES, then ./policies
  --profile NAME     what this risk appetite would say, whatever the portfolio's own
  --json             the decision as one JSON object on one line, each
  --save-case NAME   make a case of it: what its rules read of the ask, nobody's name, phone or e-mail, and the decision
                     as it is now, to be expected from now on
  --into FILE        add the case to this file of cases; without it the case is printed

Exits with 0 whatever the outcomes, 1 when a row can't be read or the policy has an error.

example: countersign decide event.json --profile minimize-fraud
`;

/** `countersign decide`: what would be answered to these asks, and why. */
export function decideCommand(defaultPolicies: string, conceal: Conceal): Command {
  return {
    name: 'decide',
    summary: 'decide one event, or many, offline and say why',
    help: HELP.trimStart(),
    options: {
      policies: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean' },
      'save-case': { type: 'string' },
      into: { type: 'string' },
    },
    positionals: [1, 1],
    async run({ values, positionals }, terminal) {
      const name = values['save-case'];
      refuseMixtures(values);
      const policy = await loadPolicy(String(values.policies ?? defaultPolicies), terminal);
      if (!policy) return EXIT.answerIsNo;
      const profile = profileOption(policy, values.profile);
      const file = positionals[0] ?? '-';
      if (typeof name === 'string') {
        const into = typeof values.into === 'string' ? values.into : null;
        return saveCase(file, { name, into, profile: profile?.name ?? null }, policy, terminal);
      }
      const form = values.json ? 'json' : 'text';
      return decideAll(file, profile ? withProfile(policy, profile) : policy, form, conceal, terminal);
    },
  };
}

function refuseMixtures(values: Arguments['values']): void {
  const isSaving = values['save-case'] !== undefined;
  if (values.into !== undefined && !isSaving) throw new UsageError('--into says where --save-case NAME goes');
  if (values.json && isSaving) throw new UsageError('--json prints a decision, --save-case a case: take one of them');
}

async function loadPolicy(directory: string, { stderr }: Terminal): Promise<Policy | null> {
  const { policy, diagnostics } = await loadPolicyFolder(directory);
  for (const diagnostic of diagnostics) await write(stderr, `${formatDiagnostic(diagnostic)}\n\n`);
  return policy;
}

async function decideAll(
  file: string,
  policy: Policy,
  form: 'json' | 'text',
  conceal: Conceal,
  { stdin, stdout, stderr }: Terminal,
): Promise<number> {
  const name = file === '-' ? '<stdin>' : file;
  let unread = 0;
  // The first decision waits to be printed: alone it is a page, one of many it is a line.
  let first: DecisionRecord | null = null;
  let rows = 0;
  for await (const ask of readAsks(file, stdin)) {
    rows += 1;
    if (!ask.isReadable) {
      unread += 1;
      await write(stderr, `${name}:${ask.line}: ${ask.problem}\n`);
      continue;
    }
    const record = decideOffline(ask.authorization, { eventId: ask.eventId }, policy, conceal);
    if (form === 'json') await write(stdout, `${JSON.stringify(record)}\n`);
    else if (rows === 1) first = record;
    else {
      if (first) await write(stdout, explainBriefly(first));
      first = null;
      await write(stdout, explainBriefly(record));
    }
  }
  if (first) await write(stdout, rows === 1 ? explain(first) : explainBriefly(first));
  if (rows === 0) {
    await write(stderr, `${name}: there is nothing in it to decide\n`);
    return EXIT.answerIsNo;
  }
  return unread > 0 ? EXIT.answerIsNo : EXIT.done;
}
