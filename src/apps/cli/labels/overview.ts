import { limits } from '../../../core/domain/limits.ts';
import type { Label } from '../../../sdk/index.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import { numberOption } from '../options.ts';
import type { Ask, Here } from '../remote/over-service.ts';
import { table } from '../remote/table.ts';
import { takeRows } from '../remote/take-rows.ts';
import { counted, minute } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';
import { labelFilterOf } from './filter.ts';

/** The labels that are asked for, the last noted first, and how many wait for their transaction. */
export function tellLabels(values: Arguments['values'], { nowMs }: Here): Ask {
  const stray = ['csv', 'dry-run'].find((name) => values[name] !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray} goes with ${stray === 'csv' ? 'export' : 'import'}`);
  const wanted = numberOption('limit', values.limit, limits.cliShownRows, 1, 1_000_000);
  const filter = labelFilterOf(values, nowMs);
  return async ({ client }, terminal) => {
    const { rows, isCut } = await takeRows((page) => client.labels.each({ ...page, ...filter }), wanted);
    if (values.json) {
      for (const label of rows) await writeJson(terminal, label);
      return EXIT.done;
    }
    const headings = ['KNOWN (UTC)', 'ABOUT', 'VERDICT', 'SOURCE', 'STRENGTH', 'REF'];
    if (rows.length === 0) await write(terminal.stdout, 'No such label.\n');
    else await write(terminal.stdout, table(headings, rows.map(row)));
    if (isCut) await write(terminal.stderr, 'there are more: --limit N, or labels export\n');
    const { unjoined } = await client.labels.summary();
    if (unjoined > 0) {
      await write(
        terminal.stderr,
        `${counted(unjoined, 'label')} of transactions that are not known yet: --unjoined\n`,
      );
    }
    return EXIT.done;
  };
}

function row({ known_at, authorization, transaction, card, verdict, source, strength, ref }: Label): string[] {
  return [minute(known_at), authorization ?? transaction ?? card ?? '', verdict, source, strength, ref];
}
