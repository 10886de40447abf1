import { EXIT, write } from '../command.ts';
import { alsoOption } from '../remote/also.ts';
import type { Verb } from '../remote/verbs.ts';
import { counted } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign export cardholder`: all that is held of a person. */
export const cardholderVerb: Verb = {
  usage: 'ID [--also TEXT,…]',
  words: [1, 1],
  takes: ['also'],
  prepare([cardholder = ''], values) {
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
