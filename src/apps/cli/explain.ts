import { EXIT, write } from './command.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { harmlessLines } from './remote/words.ts';
import { WHERE_HELP } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign explain DECISION [--support] [--json]

Why a decision fell as it did: the answer, the reasons, every rule that was considered and the values that they read;
and one plain sentence for whoever tells the cardholder. countersign decisions finds it; Stripe shows its id in the
authorization's metadata.

  --support   that sentence alone
  --json      one JSON object: decision, text, support

${WHERE_HELP}

example: countersign explain dec_0123456789 --support
`;

/** `countersign explain`: why a decision fell as it did. */
export const explainCommand: RemoteCommand = {
  name: 'explain',
  summary: 'say why a decision fell as it did',
  help: HELP.trimStart(),
  options: { support: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: [1, 1],
  prepare({ values, positionals: [id = ''] }) {
    return async ({ client }, terminal) => {
      const explanation = await client.decisions.explain(id);
      const { text, support } = explanation;
      if (values.json) await writeJson(terminal, explanation);
      else if (values.support) await write(terminal.stdout, harmlessLines(support));
      else await write(terminal.stdout, `${harmlessLines(text)}\n${harmlessLines(support)}`);
      return EXIT.done;
    };
  },
};
