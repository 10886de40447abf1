import { parseArgs } from 'node:util';
import { type DuelFigures, measureDuel } from './features/duel.ts';
import { type HotFigures, type HotPlan, measureHotMerchant } from './features/hot-merchant.ts';
import { type MixFigures, type MixPlan, measureMix } from './features/mix.ts';
import { type BenchProgram, shippedProgram, tenFeatures } from './features/programs.ts';
import { startRedisServer } from './features/redis-server.ts';
import { type FeaturesReport, featuresJson, featuresText } from './features/report.ts';
import { generateRows } from './features/rows.ts';
import { type Settings, settingsFor } from './features/settings.ts';
import { type BenchStore, openMemoryStore, openRedisStore } from './features/stores.ts';
import { FIVE_AGGREGATES, FOUR_AGGREGATES } from './features/windows.ts';
import { openStage, type Stage } from './stage/stage.ts';

const HELP = `
usage: npm run bench:features -- [--quick] [--json] [--only mix|hot|duel]...

Counts authorizations and reads the shipped features of them, in memory and in a Redis of its own: an everyday mix, and
the hottest merchant; then computes aggregates over a million rows beside DuckDB, after which the answers are compared.
Some three minutes; --quick less than one. Without redis-server on the path Redis is left out.

Exit code: 0, or 1 when something failed or DuckDB answers differently.
`;

const PARTS = ['mix', 'hot', 'duel'] as const;
type Part = (typeof PARTS)[number];

const SEED = 5;
/** A bench that takes longer than this is stuck. */
const MOST_MS = 20 * 60_000;

/** Opens a store anew: each measurement begins with an empty one. */
type OpenStore = () => Promise<BenchStore>;

async function measure(
  stage: Stage,
  settings: Settings,
  parts: ReadonlySet<Part>,
  say: (line: string) => void,
): Promise<FeaturesReport> {
  const mixes: MixFigures[] = [];
  const hot: HotFigures[] = [];
  const duels: DuelFigures[] = [];
  const skipped: string[] = [];
  const shipped = shippedProgram();
  const inMemory: OpenStore = async () => openMemoryStore();
  const inRedis = parts.has('mix') || parts.has('hot') ? await redisStores() : null;

  async function redisStores(): Promise<OpenStore | null> {
    const server = await startRedisServer(stage);
    if (!('skipped' in server)) return () => openRedisStore(server);
    skipped.push(`Redis: ${server.skipped}`);
    return null;
  }

  async function mix(open: OpenStore, program: BenchProgram, plan: MixPlan): Promise<void> {
    await withStore(open, async (store) => {
      say(`${store.name}: ${program.featureCount} features, ${plan.size.merchants} merchants`);
      mixes.push(await measureMix(store, program, plan, SEED));
    });
  }

  async function hottest(open: OpenStore, plan: HotPlan): Promise<void> {
    await withStore(open, async (store) => {
      say(`${store.name}: the hottest merchant`);
      hot.push(await measureHotMerchant(store, shipped, plan, SEED));
    });
  }

  const { even, busy, memory, redis, duel } = settings;
  if (parts.has('mix')) {
    await mix(inMemory, shipped, { ...memory, size: even });
    await mix(inMemory, shipped, { ...memory, size: busy });
    if (inRedis) {
      await mix(inRedis, shipped, { ...redis, size: even });
      await mix(inRedis, shipped, { ...redis, size: busy });
      await mix(inRedis, tenFeatures(), { ...redis, size: even });
    }
  }
  if (parts.has('hot')) {
    await hottest(inMemory, memory.hot);
    if (inRedis) await hottest(inRedis, redis.hot);
  }
  if (parts.has('duel')) {
    say(`DuckDB: ${duel.rows} rows`);
    const sets = [FOUR_AGGREGATES, FIVE_AGGREGATES];
    duels.push(...(await measureDuel(generateRows(duel.rows, SEED), sets, duel.effort)));
  }
  return { mixes, hot, duels, skipped };
}

async function withStore(open: OpenStore, run: (store: BenchStore) => Promise<void>): Promise<void> {
  const store = await open();
  try {
    await run(store);
  } finally {
    await store.close();
  }
}

/** What was asked for on the command line; null where that can't be read. */
function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [...PARTS] },
      },
    });
    const isKnown = values.only.every((part) => PARTS.some((known) => known === part));
    return isKnown ? { ...values, parts: new Set(PARTS.filter((part) => values.only.includes(part))) } : null;
  } catch {
    return null;
  }
}

async function main(): Promise<number> {
  const asked = readArguments();
  if (asked === null || asked.help) {
    (asked === null ? process.stderr : process.stdout).write(HELP.trimStart());
    return asked === null ? 2 : 0;
  }
  const stage = openStage();
  const stopped = Promise.withResolvers<never>();
  const stop = (why: string) => stopped.reject(new Error(why));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(`stopped by ${signal}`));
  const watch = setTimeout(() => stop('the bench takes too long'), MOST_MS);
  try {
    const say = (line: string) => process.stderr.write(`${line}\n`);
    const report = await Promise.race([measure(stage, settingsFor(asked.quick), asked.parts, say), stopped.promise]);
    process.stdout.write(asked.json ? featuresJson(report) : featuresText(report));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    clearTimeout(watch);
    await stage.clear();
  }
}

process.exit(await main());
