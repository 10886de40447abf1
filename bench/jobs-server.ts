import { Router } from 'express';
import { listen } from '../src/adapters/http/listen.ts';
import { enqueue } from '../src/adapters/store/database/outbox.ts';
import { createApp } from '../src/apps/server/app.ts';
import { createSignatureWatch } from '../src/apps/server/signature-watch.ts';
import { readConfig } from '../src/config.ts';
import { openContext } from '../src/context.ts';
import type { JobName } from '../src/core/domain/job.ts';
import { startPump } from '../src/workflows/ingest/pump.ts';
import { startRelay } from '../src/workflows/jobs/relay.ts';

// The embedded service with jobs of the bench's own in the same process: the doors, the record, the pump, the outbox,
// the relay and the workers are the real ones. `GET /load/on` begins a steady load of them, `/load/off` ends it.

const JOBS_PER_SECOND = Number(process.env.BENCH_JOBS ?? 20);
const EVENTS_PER_SECOND = Number(process.env.BENCH_EVENTS ?? 20);
const BEAT_MS = 250;
/** A kind that the queue does not know: it goes to the line `work`, which has no limit of rate. */
const NAME = 'bench' as JobName;

const reading = readConfig(process.env);
if ('problems' in reading) throw new Error(reading.problems.join('\n'));
const { config } = reading;
// Not `here`: the service itself knows no job that could be measured.
const context = await openContext({ ...config, jobs: 'worker' });
const { alarms, clock, logger, pool, jobs, records } = context;

let done = 0;
let added = 0;
let isOn = false;
const pump = startPump({ pool, steps: [], clock, alarms });
const relay = startRelay({ pool, isShared: false, queue: jobs.queue, clock, onError: () => {} });
const working = jobs.queue.work({
  queues: ['stripe', 'notify', 'work'],
  handlers: {
    async [NAME]({ id }) {
      // What most jobs do: look something up, wait for somebody else, write what came of it.
      await pool.query('select count(*) from decisions where id = $1', [String(id)]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await pool.query('insert into replies_sent values ($1, now()) on conflict do nothing', [`bench_${id}`]);
      done += 1;
    },
  },
});

async function beat(): Promise<void> {
  if (!isOn) return;
  const some = (perSecond: number) => Array.from({ length: Math.round((perSecond * BEAT_MS) / 1_000) }, () => ++added);
  const wanted = some(JOBS_PER_SECOND).map((id) => ({ name: NAME, key: `bench ${process.pid} ${id}`, data: { id } }));
  await Promise.all([enqueue(pool, wanted), ...some(EVENTS_PER_SECOND).map((id) => records.record(eventText(id)))]);
}
const timer = setInterval(() => void beat().catch(() => {}), BEAT_MS);

function eventText(id: number): string {
  const about = { type: 'issuing_authorization.updated', object_id: `iauth_bench_${id}`, content: String(id) };
  const times = { created: Math.trunc(Date.now() / 1_000), received_at: Date.now() };
  return JSON.stringify({
    kind: 'event',
    id: `evt_bench_${id}`,
    livemode: false,
    account: null,
    ...about,
    ...times,
    fields: {},
  });
}

function switchFor(): Router {
  const router = Router();
  router.get('/load/:state', (request, response) => {
    isOn = request.params.state === 'on';
    response.json({ isOn });
  });
  return router;
}

const door = { clock, alarms, logger };
const app = createApp({
  authorizations: {
    ...door,
    signatures: createSignatureWatch('/webhooks/stripe/authorizations', alarms, clock),
    secrets: config.authorizationSecrets,
    authorize: context.authorize,
    stripeVersion: config.stripeVersion,
    onAnswered: ({ decision }) => decision && context.decided(decision),
  },
  events: {
    ...door,
    signatures: createSignatureWatch('/webhooks/stripe/events', alarms, clock),
    secrets: [],
    records,
    hash: context.hash,
    onStored: () => {},
  },
  readiness: () => ({ ...context.status(), bench: { done, added } }),
  api: switchFor(),
});
const listening = await listen(app, config.port, '127.0.0.1');
logger.info({ port: listening.port }, 'listening');
process.once('SIGTERM', async () => {
  clearInterval(timer);
  await Promise.all([pump.close(), relay.close(), working.close(), listening.close()]);
  await context.close();
  process.exit(0);
});
