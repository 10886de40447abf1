import type { Command, Terminal } from './command.ts';

const HELP = `
usage: countersign worker

Does what gateways leave to it (JOBS=worker): draws what follows from the records that they store, and does the jobs of
that. Any number of them may run; each job is done by one. It takes no webhooks: GET /healthz and /readyz tell how it
does. Ctrl-C or SIGTERM ends it after the jobs under way, or after five seconds; what is left then is taken up by
another, or at the next start. A gateway with JOBS=here does the same beside it.

It takes the environment of serve, of which it needs:

  DATABASE_URL        required: the gateways' Postgres
  HASH_KEY            the gateways'; default: the one that is kept in DATA_DIR
  REDIS_URL           the gateways'; jobs are there then, and without it in Postgres
  STRIPE_SECRET_KEY   without it jobs that ask Stripe wait
  TWILIO_…            the gateways', with PUBLIC_URL; without them nobody is texted
  WORKER_PORT         4243; 0 takes a free one
  LOG_LEVEL           info

example: DATABASE_URL=postgres://countersign@db/countersign countersign worker
`;

/** `countersign worker`: the work after the answers. `start` runs it until it is told to end; gives the exit code. */
export function workerCommand(start: (terminal: Terminal) => Promise<number>): Command {
  return {
    name: 'worker',
    summary: 'do the jobs, apart from the gateway',
    help: HELP.trimStart(),
    options: {},
    positionals: [0, 0],
    run: (_given, terminal) => start(terminal),
  };
}
