import type { DecisionCase } from '../../sdk/index.ts';
import { EXIT, type Terminal, UsageError, write } from './command.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { harmlessLines } from './remote/words.ts';
import { WHERE_HELP } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign explain DECISION [--support | --case] [--json]

Why a decision fell as it did: the answer, the reasons, every rule that was considered and the values that they read;
and one plain sentence for whoever tells the cardholder. countersign decisions finds it; Stripe shows its id in the
authorization's metadata.

  --support   that sentence alone
  --case      a case for the policy folder instead: what was recorded, and what was decided as expectation
  --json      one JSON object: decision, text, support; of --case: what GET /v1/decisions/{id}/case answers

${WHERE_HELP}

example: countersign explain dec_0123456789 --support
         countersign explain dec_0123456789 --case > policies/cases/decided.yaml
`;

/** `countersign explain`: why a decision fell as it did. */
export const explainCommand: RemoteCommand = {
  name: 'explain',
  summary: 'say why a decision fell as it did',
  help: HELP.trimStart(),
  options: { support: { type: 'boolean' }, case: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: [1, 1],
  prepare({ values, positionals: [id = ''] }) {
    if (values.case && values.support) throw new UsageError('--case and --support are two things: ask for one');
    return async ({ client }, terminal) => {
      if (values.case) return printCase(await client.decisions.case(id), values.json === true, terminal);
      const explanation = await client.decisions.explain(id);
      const { text, support } = explanation;
      if (values.json) await writeJson(terminal, explanation);
      else if (values.support) await write(terminal.stdout, harmlessLines(support));
      else await write(terminal.stdout, `${harmlessLines(text)}\n${harmlessLines(support)}`);
      return EXIT.done;
    };
  },
};

async function printCase(made: DecisionCase, isJson: boolean, terminal: Terminal): Promise<number> {
  if (isJson) await writeJson(terminal, made);
  else await write(terminal.stdout, harmlessLines(made.text));
  for (const difference of isJson ? [] : made.differences) {
    await write(terminal.stderr, `warning: ${harmlessLines(difference)}\n`);
  }
  return EXIT.done;
}
