import { harmless } from '../../../core/decision/plain.ts';
import type { ListEntry } from '../../../sdk/index.ts';
import { EXIT, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { writeJson } from '../remote/write-json.ts';
import { worldText } from './world-text.ts';

/** `countersign lists remove NAME VALUE…`: what is not on the list is named, and the rest taken off. */
export const removeVerb: Verb = {
  usage: 'NAME VALUE…',
  words: [2, Number.MAX_SAFE_INTEGER],
  takes: [],
  prepare([name = '', ...wanted], { json }) {
    return async ({ client }, terminal) => {
      const removed: ListEntry[] = [];
      let absent = 0;
      for (const value of wanted) {
        const { data } = await client.lists.entries(name, { value });
        if (data.length === 0) {
          absent += 1;
          await write(terminal.stderr, `countersign lists: ${harmless(value)} is not on @${name} here\n`);
        }
        for (const { id } of data) {
          const entry = await client.lists.removeEntry(name, id);
          removed.push(entry);
          if (!json) await write(terminal.stdout, `${harmless(entry.value)} is off @${name} (${worldText(entry)})\n`);
        }
      }
      if (json) await writeJson(terminal, removed);
      return absent > 0 ? EXIT.answerIsNo : EXIT.done;
    };
  },
};
