import { limits } from '../../core/domain/limits.ts';
import { deadVerb } from './jobs/dead.ts';
import { tellJobs } from './jobs/overview.ts';
import { retryVerb } from './jobs/retry.ts';
import { showVerb } from './jobs/show.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { chooseVerb } from './remote/verbs.ts';
import { WHERE_HELP } from './remote/world.ts';

const HELP = `
usage: countersign jobs [--json]
       countersign jobs dead [--all] [--json]
       countersign jobs show ID [--json]
       countersign jobs retry ID [--json]
       countersign jobs retry --all [--json]

The work after the answers: how the queues of jobs stand, and dead letters, which are jobs that were tried as often as
may be, or given up. A job of an ID is also found by its key. retry has a dead letter tried again, as often as a new
job. All of this wants a key of scope admin; the same queues can be looked at in a browser, at /v1/jobs/board.

  --all    with dead: all of them; without it the latest ${limits.cliShownRows}. With retry: every dead letter
  --json   one JSON object or list

${WHERE_HELP}

Exits with 0, or 1 when there is no such job or it is no dead letter.

example: countersign jobs retry --all
`;

const VERBS = { dead: deadVerb, show: showVerb, retry: retryVerb };

/** `countersign jobs`: the work after the answers. */
export const jobsCommand: RemoteCommand = {
  name: 'jobs',
  summary: 'see how jobs stand, and try dead letters again',
  help: HELP.trimStart(),
  options: { all: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: [0, 2],
  prepare(given, here) {
    if (given.positionals.length === 0) return tellJobs(given.values);
    return chooseVerb('jobs', VERBS, given, ['json'], here);
  },
};
