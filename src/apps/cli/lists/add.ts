import { harmless } from '../../../core/decision/plain.ts';
import { CountersignError, type ListEntry } from '../../../sdk/index.ts';
import { EXIT, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { timeOption } from '../remote/when.ts';
import { minute } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';
import { worldText } from './world-text.ts';

/** `countersign lists add NAME VALUE…`: values that can be on the list are put there, those that can't are named. */
export const addVerb: Verb = {
  usage: 'NAME VALUE… [--note TEXT] [--until TIME]',
  words: [2, Number.MAX_SAFE_INTEGER],
  takes: ['note', 'until'],
  prepare([name = '', ...wanted], { note, until, json }, { nowMs }) {
    const knownUntil = timeOption('until', until, nowMs, 'ahead');
    return async ({ client }, terminal) => {
      const said = {
        ...(typeof note === 'string' && { note }),
        ...(knownUntil !== undefined && { known_until: knownUntil }),
      };
      const added: ListEntry[] = [];
      let faults = 0;
      for (const value of wanted) {
        const entry = await client.lists.addEntry(name, { value, ...said }).catch(async (error: unknown) => {
          const fault = faultOfValue(error);
          if (fault === null) throw error;
          faults += 1;
          await write(terminal.stderr, `countersign lists: not added: ${harmless(`"${value}" ${fault}`)}\n`);
          return null;
        });
        if (entry) added.push(entry);
        if (entry && !json) await write(terminal.stdout, sentence(entry));
      }
      if (json) await writeJson(terminal, added);
      return faults > 0 ? EXIT.answerIsNo : EXIT.done;
    };
  },
};

/** What is wrong with the value alone: the others are tried all the same. */
function faultOfValue(error: unknown): string | null {
  if (!(error instanceof CountersignError)) return null;
  const faults = error.problem?.errors ?? [];
  return faults.find(({ path }) => path === 'body.value')?.message ?? null;
}

function sentence(entry: ListEntry): string {
  const end = entry.known_until === null ? '' : `, until ${minute(entry.known_until)} UTC`;
  return `${harmless(entry.value)} is on @${entry.list}${end} (${worldText(entry)})\n`;
}
