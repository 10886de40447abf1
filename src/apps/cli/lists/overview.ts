import { plain } from '../../../core/decision/plain.ts';
import { sayCount } from '../../../core/domain/figures.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import type { Ask } from '../remote/over-service.ts';
import { table } from '../remote/table.ts';
import { writeJson } from '../remote/write-json.ts';

/** All lists of the policy with how much is on them. Throws UsageError for options that want to know a list. */
export function tellLists(values: Arguments['values']): Ask {
  const stray = Object.keys(values).find((name) => name !== 'json');
  if (stray !== undefined) throw new UsageError(`--${stray} goes with show, add or remove`);
  return async ({ client }, terminal) => {
    const { data } = await client.lists.list();
    const rows = data.map(({ name, type, entries, policy_entries: own, note }) => {
      return [name, type, sayCount(entries), sayCount(own), plain(note ?? '')];
    });
    if (values.json) await writeJson(terminal, data);
    else if (rows.length === 0) await write(terminal.stdout, 'The policy declares no lists.\n');
    else await write(terminal.stdout, table(['LIST', 'TYPE', 'ENTRIES', 'OF THE POLICY', 'NOTE'], rows));
    return EXIT.done;
  };
}
