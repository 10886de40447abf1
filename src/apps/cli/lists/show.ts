import { plain } from '../../../core/decision/plain.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { ListEntry } from '../../../sdk/index.ts';
import { EXIT, type Terminal, write } from '../command.ts';
import { table } from '../remote/table.ts';
import { takeRows } from '../remote/take-rows.ts';
import type { Verb } from '../remote/verbs.ts';
import { counted, minute, who } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign lists show NAME`: the entries that are in force now, or those that were. */
export const showVerb: Verb = {
  usage: 'NAME [--ended] [--all]',
  words: [1, 1],
  takes: ['all', 'ended'],
  prepare([name = ''], values) {
    return async ({ client }, terminal) => {
      const which = values.ended ? ({ state: 'ended' } as const) : {};
      const wanted = values.all ? Number.POSITIVE_INFINITY : limits.cliShownRows;
      const { rows, isCut } = await takeRows((page) => client.lists.eachEntry(name, { ...page, ...which }), wanted);
      if (values.json) await writeJson(terminal, rows);
      else {
        const { data } = await client.lists.list();
        const own = data.find((list) => list.name === name)?.policy_entries ?? 0;
        await tell(name, rows, { isCut, own, isEnded: values.ended === true }, terminal);
      }
      return EXIT.done;
    };
  },
};

async function tell(
  name: string,
  entries: readonly ListEntry[],
  { isCut, own, isEnded }: { readonly isCut: boolean; readonly own: number; readonly isEnded: boolean },
  { stdout, stderr }: Terminal,
): Promise<void> {
  if (entries.length === 0)
    await write(stdout, `${isEnded ? 'Nothing ended' : 'Nobody put anything'} on @${name} here.\n`);
  else {
    const rows = entries.map(({ value, known_from, known_until, removed_at, by, note }) => {
      const end = removed_at ?? known_until;
      const until = end === null ? '' : minute(end);
      return [value, minute(known_from), until, plain(who(by)), plain(note ?? '')];
    });
    await write(stdout, table(['VALUE', 'SINCE (UTC)', 'UNTIL (UTC)', 'BY', 'NOTE'], rows));
  }
  if (isCut) await write(stderr, 'there are more: --all\n');
  if (own > 0 && !isEnded)
    await write(stderr, `and ${counted(own, 'entry', 'entries')} of the policy, in lists/${name}.yaml\n`);
}
