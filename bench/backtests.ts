import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '../src/sdk/index.ts';
import { runPairs } from './beside/pairs.ts';
import { isShipped, untilReady } from './stage/readiness.ts';
import { startService } from './stage/server.ts';

const HELP = `
usage: npm run bench:backtests -- [--pairs N] [--seconds N] [--rate N] [--json]

Whether backtests of what the service recorded delay its answers: the embedded service, with 20,000 decisions on record
(BENCH_DECISIONS), under a steady rate of asks, without backtests and with one after another, alternating in one run. By
default 4 pairs of 10 seconds at 100 asks a second.

Exit code: 0, or 1 when an answer was late, lost, refused or wrong.
`;

const DECISIONS = Number(process.env.BENCH_DECISIONS ?? 20_000);
const OPEN_MS = 180_000;
const SHIP_MS = 600_000;
// All that is recorded, however young.
const WINDOW = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z', maturity_days: 0 };

await runPairs({
  name: 'backtests',
  help: HELP,
  async open(stage, load) {
    const server = await startService(stage, 'backtests', {});
    await untilReady(server, 'the embedded database', OPEN_MS, ({ database }) => database.state === 'open');
    process.stderr.write(`${DECISIONS} decisions are made and shipped\n`);
    const arrivals = { kind: 'closed', connections: 16, requests: DECISIONS } as const;
    await load.run({ port: server.port, seed: 1_000, expected: 'by_score', arrivals });
    await untilReady(server, 'shipping what was decided', SHIP_MS, isShipped);

    const apiKey = readFileSync(join(stage.folder, 'backtests', 'admin.key'), 'utf8').trim();
    const { backtests } = createClient({ url: `http://127.0.0.1:${server.port}`, apiKey });
    const done = { runs: 0, rows: 0 };
    let isOn = false;
    let running = Promise.resolve();

    async function runOneAfterAnother(): Promise<void> {
      while (isOn) {
        const run = await backtests.over((await backtests.run(WINDOW)).id);
        if (run.state !== 'done') throw new Error(`a backtest came to ${run.state}: ${run.error}`);
        done.runs += 1;
        done.rows += run.result?.window.rows ?? 0;
        await backtests.remove(run.id);
      }
    }

    return {
      server,
      async turn(state) {
        isOn = state === 'on';
        await running;
        if (isOn) running = runOneAfterAnother();
        // What goes wrong is told when the next turn waits for it.
        running.catch(() => {});
      },
      said: async () => done,
    };
  },
});
