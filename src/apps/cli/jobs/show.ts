import { harmless, plain } from '../../../core/decision/plain.ts';
import type { Job } from '../../../sdk/index.ts';
import { EXIT, write } from '../command.ts';
import type { Verb } from '../remote/verbs.ts';
import { minute } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';

/** `countersign jobs show ID`: one job, whatever became of it. */
export const showVerb: Verb = {
  usage: 'ID',
  words: [1, 1],
  takes: [],
  prepare([id = ''], { json }) {
    return async ({ client }, terminal) => {
      const job = await client.jobs.find(id);
      if (json) await writeJson(terminal, job);
      else await write(terminal.stdout, jobText(job));
      return EXIT.done;
    };
  },
};

/** A job in lines. */
export function jobText(job: Job): string {
  const { id, name, queue, state, tries, attempts, error, data, added_at, started_at, ended_at } = job;
  const lines: [string, string][] = [
    ['job', id],
    ['name', `${name}, in ${queue}`],
    ['state', `${state}, tried ${tries} of ${attempts} times`],
    ...(error === null ? [] : [['error', plain(error)] satisfies [string, string]]),
    ['data', JSON.stringify(data)],
    ['added', `${minute(added_at)} UTC`],
    ...(started_at === null ? [] : [['started', `${minute(started_at)} UTC`] satisfies [string, string]]),
    ...(ended_at === null ? [] : [['ended', `${minute(ended_at)} UTC`] satisfies [string, string]]),
  ];
  return lines.map(([word, text]) => `${word.padEnd(9)}${harmless(text)}\n`).join('');
}
