import { parseArgs } from 'node:util';
import { compare } from './measure/figures.ts';
import { measureOutage, type Outage } from './measure/outage.ts';
import { isSound, type Report, reportJson, reportText } from './measure/report.ts';
import { measureSpeed } from './measure/speed.ts';
import { type Settings, settingsFor } from './settings.ts';
import { findPostgres } from './stage/bench-database.ts';
import { FREE, pinnedPlacement } from './stage/placement.ts';
import { openStage, type Stage } from './stage/stage.ts';

const HELP = `
usage: npm run bench:webhook -- [--quick] [--json] [--only free|pinned|outage]... [--outage-seconds N]

Measures the authorization webhook against a bare Express handler, in one run and alternating, and then what it does
while its database is stopped. About eight minutes; --quick less than one. The database is a Postgres in which
databases may be made: BENCH_DATABASE_URL, by default postgres://postgres@127.0.0.1:5432/test.

Exit code: 0, or 1 when an answer was late, lost, refused, wrong or not stored.
`;

const PARTS = ['free', 'pinned', 'outage'] as const;
type Part = (typeof PARTS)[number];

/** A bench that takes longer than this is stuck. */
const MOST_MS = 20 * 60_000;

async function measure(
  stage: Stage,
  settings: Settings,
  parts: ReadonlySet<Part>,
  say: (line: string) => void,
): Promise<Report> {
  const comparisons = [];
  const outages: Outage[] = [];
  const skipped: string[] = [];
  if (parts.has('free')) comparisons.push(compare(await measureSpeed(stage, FREE, settings, say)));
  if (parts.has('pinned')) {
    const pinned = pinnedPlacement();
    if ('skipped' in pinned) skipped.push(pinned.skipped);
    else comparisons.push(compare(await measureSpeed(stage, pinned, settings, say)));
  }
  if (parts.has('outage')) {
    const url = process.env.BENCH_DATABASE_URL || 'postgres://postgres@127.0.0.1:5432/test';
    const postgres = await findPostgres(url);
    for (const kind of 'skipped' in postgres ? [] : (['cut', 'frozen'] as const)) {
      say(`database ${kind} for ${settings.outage.outageSeconds} s`);
      if (!('skipped' in postgres)) outages.push(...(await measureOutage(stage, postgres, kind, settings.outage)));
    }
    if ('skipped' in postgres) skipped.push(postgres.skipped);
  }
  return { comparisons, outages, skipped };
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
        'outage-seconds': { type: 'string' },
      },
    });
    const isKnown = values.only.every((part) => PARTS.some((known) => known === part));
    const outageSeconds = values['outage-seconds'] === undefined ? null : Number(values['outage-seconds']);
    if (!isKnown || (outageSeconds !== null && !(outageSeconds > 0))) return null;
    return { ...values, outageSeconds, parts: new Set(PARTS.filter((part) => values.only.includes(part))) };
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
    const report = await Promise.race([
      measure(stage, settingsFor(asked.quick, asked.outageSeconds), asked.parts, say),
      stopped.promise,
    ]);
    process.stdout.write(asked.json ? reportJson(report) : reportText(report));
    return isSound(report) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    clearTimeout(watch);
    await stage.clear();
  }
}

process.exit(await main());
