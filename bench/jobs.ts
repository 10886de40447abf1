import { join } from 'node:path';
import { runPairs } from './beside/pairs.ts';
import { untilReady } from './stage/readiness.ts';
import { startProgram } from './stage/server.ts';

const HELP = `
usage: npm run bench:jobs -- [--pairs N] [--seconds N] [--rate N] [--json]

Whether jobs in the process that answers delay its answers: the embedded service under a steady rate of asks, without
jobs and with a steady load of jobs and events, alternating in one run. By default 4 pairs of 10 seconds at 100 asks a
second, beside 20 jobs and 20 events a second (BENCH_JOBS, BENCH_EVENTS).

Exit code: 0, or 1 when an answer was late, lost, refused or wrong.
`;

const OPEN_MS = 180_000;

await runPairs({
  name: 'jobs',
  help: HELP,
  async open(stage) {
    const server = await startProgram(stage, 'bench/jobs-server.ts', 'jobs', {
      STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: stage.secret,
      DATA_DIR: join(stage.folder, 'jobs'),
      PORT: '0',
    });
    await untilReady(server, 'the embedded database', OPEN_MS, ({ database }) => database.state === 'open');
    const url = `http://127.0.0.1:${server.port}`;
    return {
      server,
      turn: async (state) => void (await fetch(`${url}/load/${state}`)),
      said: async () => ((await (await fetch(`${url}/readyz`)).json()) as { bench: object }).bench,
    };
  },
});
