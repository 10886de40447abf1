import { EXIT, UsageError, write } from './command.ts';
import { alsoOption } from './remote/also.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { counted } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign export cardholder ID [--also TEXT,…] [--account ID] [--live] [--json]

All that is held of a cardholder, a line of JSON each: the table that it stands in, and the row. It wants a key of scope
admin. What is personal stands there as HMACs, since nothing else is ever kept.

  --also TEXT,…  what is theirs besides: a user id of a back end, an e-mail address
${WORLD_HELP}
  --json         one JSON list instead of lines

${WHERE_HELP}

example: countersign export cardholder ich_1Sample > held.ndjson
`;

/** `countersign export`: what is held of a person. */
export const exportCommand: RemoteCommand = {
  name: 'export',
  summary: 'show all that is held of a cardholder',
  help: HELP.trimStart(),
  options: { also: { type: 'string' }, json: { type: 'boolean' }, ...WORLD_OPTIONS },
  positionals: [2, 2],
  prepare({ values, positionals: [what, cardholder = ''] }) {
    if (what !== 'cardholder') throw new UsageError('it goes: countersign export cardholder ID');
    const also = alsoOption(values.also);
    return async ({ client }, terminal) => {
      let rows = 0;
      // By and by: there may be more than fits into memory.
      if (values.json) await write(terminal.stdout, '[');
      for await (const held of client.cardholders.eachHeld(cardholder, { also })) {
        if (values.json && rows > 0) await write(terminal.stdout, ',');
        await writeJson(terminal, held);
        rows += 1;
      }
      if (values.json) await write(terminal.stdout, ']\n');
      await write(terminal.stderr, rows === 0 ? 'nothing is held\n' : `${counted(rows, 'row is', 'rows are')} held\n`);
      return EXIT.done;
    };
  },
};
