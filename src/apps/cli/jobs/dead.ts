import { plain } from '../../../core/decision/plain.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Job } from '../../../sdk/index.ts';
import { EXIT, write } from '../command.ts';
import { table } from '../remote/table.ts';
import { takeRows } from '../remote/take-rows.ts';
import type { Verb } from '../remote/verbs.ts';
import { minute } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign jobs dead`: dead letters with why they are, the latest first. */
export const deadVerb: Verb = {
  usage: '[--all]',
  words: [0, 0],
  takes: ['all'],
  prepare(_words, { all, json }) {
    return async ({ client }, terminal) => {
      const wanted = all ? Number.MAX_SAFE_INTEGER : limits.cliShownRows;
      const { rows, isCut } = await takeRows((page) => client.jobs.eachDead(page), wanted);
      if (json) await writeJson(terminal, rows);
      else if (rows.length === 0) await write(terminal.stdout, 'There are no dead letters.\n');
      else await write(terminal.stdout, table(['JOB', 'NAME', 'TRIES', 'DIED (UTC)', 'ERROR'], rows.map(row)));
      if (isCut && !json) await write(terminal.stderr, 'there are more: --all\n');
      return EXIT.done;
    };
  },
};

function row({ id, name, tries, ended_at: ended, error }: Job): string[] {
  return [id, name, String(tries), ended === null ? '-' : minute(ended), plain(error ?? '')];
}
