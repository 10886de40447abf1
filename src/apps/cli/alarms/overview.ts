import { plain } from '../../../core/decision/plain.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Alarm } from '../../../sdk/index.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import { numberOption } from '../options.ts';
import type { Ask } from '../remote/over-service.ts';
import { table } from '../remote/table.ts';
import { takeRows } from '../remote/take-rows.ts';
import { minute, who } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign alarms`: what stands, or with `--all` what stood as well. */
export function tellAlarms(values: Arguments['values']): Ask {
  if (values.note !== undefined) throw new UsageError('--note goes with "alarms ack ID"');
  const wanted = numberOption('limit', values.limit, limits.cliShownRows, 1, 100_000);
  const filter = {
    state: values.all ? ('all' as const) : ('standing' as const),
    ...(typeof values.alarm === 'string' && { alarm: values.alarm }),
  };
  return async ({ client }, terminal) => {
    const { rows, isCut } = await takeRows((page) => client.alarms.each({ ...page, ...filter }), wanted);
    if (values.json) {
      await writeJson(terminal, rows);
      return EXIT.done;
    }
    if (rows.length === 0) await write(terminal.stdout, values.all ? 'No such alarm.\n' : 'No alarm stands.\n');
    else await write(terminal.stdout, table(HEADINGS, rows.map(row)));
    if (isCut) await write(terminal.stderr, 'there are more: --limit N\n');
    return EXIT.done;
  };
}

const HEADINGS = ['ID', 'ALARM', 'RAISED (UTC)', 'ENDED (UTC)', 'TIMES', 'PROCESS', 'KNOWN TO', 'DETAIL'];

function row(alarm: Alarm): string[] {
  const { id, raised_at, ended_at, end_reason, times, process_name, acknowledged_by, note, detail } = alarm;
  const end = ended_at === null ? '' : `${minute(ended_at)}${end_reason === 'ended' ? '' : ` ${end_reason}`}`;
  const known = acknowledged_by === null ? '' : `${who(acknowledged_by)}${note === null ? '' : `: ${note}`}`;
  const details = Object.entries(detail).map(([name, value]) => `${name}=${value}`);
  const where = plain(process_name);
  return [id, alarm.alarm, minute(raised_at), end, String(times), where, plain(known), plain(details.join(' '))];
}
