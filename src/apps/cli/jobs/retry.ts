import { EXIT, UsageError, write } from '../command.ts';
import type { Ask } from '../remote/over-service.ts';
import type { Verb } from '../remote/verbs.ts';
import { counted } from '../remote/words.ts';
import { writeJson } from '../remote/write-json.ts';
import { jobText } from './show.ts';

/** `countersign jobs retry ID` or `--all`: dead letters are tried again. */
export const retryVerb: Verb = {
  usage: 'ID | --all',
  words: [0, 1],
  takes: ['all'],
  prepare([id], { all, json }) {
    if ((id === undefined) !== (all === true)) throw new UsageError('it wants the ID of a dead letter, or --all');
    return id === undefined ? retryAll(json === true) : retryOne(id, json === true);
  },
};

function retryOne(id: string, isJson: boolean): Ask {
  return async ({ client }, terminal) => {
    const job = await client.jobs.retry(id);
    if (isJson) await writeJson(terminal, job);
    else await write(terminal.stdout, jobText(job));
    return EXIT.done;
  };
}

/** As many as were dead when it began: one that dies again is not tried for ever. */
function retryAll(isJson: boolean): Ask {
  return async ({ client }, terminal) => {
    const { queues } = await client.jobs.get();
    const dead = queues.reduce((sum, queue) => sum + queue.dead, 0);
    let retried = 0;
    let left = dead;
    while (retried < dead) {
      const taken = await client.jobs.retryAll();
      retried += taken.retried;
      left = taken.left;
      if (taken.retried === 0) break;
    }
    if (isJson) await writeJson(terminal, { retried, left });
    else if (dead === 0) await write(terminal.stdout, 'There are no dead letters.\n');
    else await write(terminal.stdout, `${counted(retried, 'dead letter')} will be tried again.\n`);
    return EXIT.done;
  };
}
