import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTemporaryDir } from '../test/support/folder.ts';
import { type Measured, measureNode } from './history/measured.ts';
import { writePolicies } from './history/policies.ts';
import { writeYear } from './history/year.ts';
import { pinnedPlacement } from './stage/placement.ts';
import { watchOthers } from './stage/process-cpu.ts';

const HELP = `
usage: npm run bench:history -- [--json]

Backtests every purchase of a year (874,313) by the command, on one core: by thresholds alone, with ten features, and by
the policy that is shipped; then DuckDB computes just the ten windows of the same rows, on the same core. The year is the
labelled one in the folder that COUNTERSIGN_SHARED names, or is drawn. Some two minutes.
`;

const MAIN = join(import.meta.dirname, '../src/main.ts');
const WINDOWS = join(import.meta.dirname, 'history-windows.ts');
const PEAK_AIM = 700;
// All of it: nothing is too young, and the truth is known.
const WHOLE_YEAR = ['--from', '2023-01-01', '--to', '2024-01-02', '--labels', 'final'];

interface Line extends Omit<Measured, 'output'> {
  readonly name: string;
  readonly rowsPerSecond: number;
  readonly aimSeconds: number | null;
  /** How much of the machine others used meanwhile. */
  readonly others: number | null;
}

async function measure(
  say: (line: string) => void,
): Promise<{ readonly year: string; readonly lines: readonly Line[] }> {
  const { dir, remove } = createTemporaryDir();
  const placement = pinnedPlacement();
  const before = 'skipped' in placement ? [] : placement.server;
  const lines: Line[] = [];

  async function take(
    name: string,
    rows: number,
    words: readonly string[],
    aimSeconds: number | null,
  ): Promise<string> {
    say(name);
    const othersSince = watchOthers([]);
    const { output, ...measured } = await measureNode(words, before);
    const others = othersSince();
    const own = measured.cpuSeconds / measured.elapsedSeconds / availableParallelism();
    const line = { name, ...measured, rowsPerSecond: rows / measured.elapsedSeconds, aimSeconds };
    lines.push({ ...line, others: others === null ? null : Math.max(0, others - own) });
    return output;
  }

  try {
    say('writing the year');
    const { path, rows, name } = await writeYear(dir, process.env.COUNTERSIGN_SHARED);
    for (const { name: policy, folder, aimSeconds } of writePolicies(dir)) {
      const words = [MAIN, 'backtest', path, '--policies', folder, ...WHOLE_YEAR, '--json'];
      const output = await take(`backtest, ${policy}`, rows, words, aimSeconds);
      const result = JSON.parse(output) as { readonly window: { readonly rows: number } };
      if (result.window.rows !== rows) throw new Error(`${result.window.rows} of ${rows} rows were decided`);
    }
    await take('DuckDB, just the ten windows', rows, [WINDOWS, path], null);
    return { year: `${name}, ${rows.toLocaleString('en-US')} rows`, lines };
  } finally {
    remove();
  }
}

function text(year: string, lines: readonly Line[]): string {
  const duckDb = lines.at(-1)?.cpuSeconds ?? Number.NaN;
  const heads = [
    'on one core',
    'elapsed, s',
    'aim',
    'CPU, s',
    "times DuckDB's CPU",
    'rows a second',
    'peak, MiB',
    'others',
  ];
  const rows = lines.map(({ name, elapsedSeconds, aimSeconds, cpuSeconds, rowsPerSecond, peakMebibytes, others }) => [
    name,
    elapsedSeconds.toFixed(1),
    aimSeconds === null ? '' : `${aimSeconds} s, ${elapsedSeconds <= aimSeconds ? 'reached' : 'NOT reached'}`,
    cpuSeconds.toFixed(1),
    (cpuSeconds / duckDb).toFixed(2),
    Math.round(rowsPerSecond).toLocaleString('en-US'),
    `${Math.round(peakMebibytes)}${aimSeconds !== null && peakMebibytes > PEAK_AIM ? ' (aim: under 700)' : ''}`,
    others === null ? '?' : `${Math.round(100 * others)} %`,
  ]);
  const table = [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `Node ${process.version}, load average ${loadavg()[0]?.toFixed(1)}; ${year}.\n\n${table}\n`;
}

const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } });
if (values.help) process.stdout.write(HELP.trimStart());
else {
  const { year, lines } = await measure((line) => process.stderr.write(`${line}\n`));
  process.stdout.write(values.json ? `${JSON.stringify({ year, lines }, null, 2)}\n` : text(year, lines));
}
