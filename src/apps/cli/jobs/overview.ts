import { sayCount } from '../../../core/domain/figures.ts';
import type { Jobs } from '../../../sdk/index.ts';
import { type Arguments, EXIT, UsageError, write } from '../command.ts';
import type { Ask } from '../remote/over-service.ts';
import { table } from '../remote/table.ts';
import { counted, minute } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

const HEADINGS = ['QUEUE', 'WAITING', 'ACTIVE', 'DELAYED', 'DEAD', 'OLDEST WAITS SINCE (UTC)', 'WAITS FOR'];

/** How all queues stand. Throws UsageError for options that want a verb. */
export function tellJobs(values: Arguments['values']): Ask {
  if (values.all) throw new UsageError('--all goes with dead or retry');
  return async ({ client }, terminal) => {
    const jobs = await client.jobs.get();
    if (values.json) await writeJson(terminal, jobs);
    else await write(terminal.stdout, `${table(HEADINGS, jobs.queues.map(row))}${before(jobs)}`);
    return EXIT.done;
  };
}

function row({
  queue,
  waiting,
  active,
  delayed,
  dead,
  oldest_waiting_since: since,
  waits_for,
}: Jobs['queues'][number]) {
  const counts = [waiting, active, delayed, dead].map((count) => sayCount(count));
  return [queue, ...counts, since === null ? '-' : minute(since), waits_for ?? '-'];
}

function before({ inbox, outbox, done_by: doneBy }: Jobs): string {
  const who = doneBy === 'here' ? 'the gateway' : 'countersign worker';
  return `\n${counted(inbox, 'record')} to look at, ${counted(outbox, 'job')} to hand over; ${who} does them.\n`;
}
