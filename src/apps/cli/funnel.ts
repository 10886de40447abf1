import { plain } from '../../core/decision/plain.ts';
import { sayCount } from '../../core/domain/figures.ts';
import { limits } from '../../core/domain/limits.ts';
import { formatMoney } from '../../core/domain/money.ts';
import type { Funnel } from '../../sdk/index.ts';
import { EXIT, write } from './command.ts';
import { numberOption, textOption, wordOption } from './options.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { minute } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign funnel [--days N] [--by day,portfolio,reason] [--portfolio NAME] [--reason NAME] [--amounts] [--json]

All asks of the last days, by who had the last word as Stripe confirmed it: us (approved, declined, challenged), Stripe
by itself, the network, Stripe's default because our answer came too late (TIME-OUT) or was of no use (ERROR), and those
that Stripe has not reported yet (UNCONFIRMED). Authorizations that never reached us are counted with the rest.

  --days N           how many days back (${limits.spanDays})
  --by WORDS         lines by day (UTC), portfolio or reason (ours where we decided, else Stripe's), or by several of
                     them with commas between (day)
  --portfolio NAME   those of this portfolio
  --reason NAME      those with this reason
  --amounts          amounts instead of numbers, a line for each currency
  --json             one JSON object, with both
${WORLD_HELP}

${WHERE_HELP}

example: countersign funnel --days 30 --by day,reason --portfolio travel
`;

const DAY_MS = 86_400_000;
const GROUPS = ['day', 'portfolio', 'reason'] as const;

/** What stands in which column. */
const COLUMNS: readonly (readonly [heading: string, holds: (line: Line) => boolean])[] = [
  ['ASKS', () => true],
  ['APPROVED', ({ decided_by: by, outcome }) => by === 'us' && outcome === 'approved'],
  ['DECLINED', ({ decided_by: by, outcome }) => by === 'us' && outcome === 'declined'],
  ['CHALLENGED', ({ decided_by: by, outcome }) => by === 'us' && outcome === 'challenged'],
  ['STRIPE', ({ decided_by: by }) => by === 'stripe'],
  ['NETWORK', ({ decided_by: by }) => by === 'network'],
  ['TIME-OUT', ({ decided_by: by }) => by === 'time_out'],
  ['ERROR', ({ decided_by: by }) => by === 'error'],
  ['UNCONFIRMED', ({ decided_by: by }) => by === 'unconfirmed'],
];

type Line = Funnel['data'][number];

/** `countersign funnel`: who had the last word. */
export const funnelCommand: RemoteCommand = {
  name: 'funnel',
  summary: 'count asks by who had the last word: us, Stripe, the network, a time-out',
  help: HELP.trimStart(),
  options: {
    days: { type: 'string' },
    by: { type: 'string' },
    portfolio: { type: 'string' },
    reason: { type: 'string' },
    amounts: { type: 'boolean' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [0, 0],
  prepare({ values }, { nowMs }) {
    const days = numberOption('days', values.days, limits.spanDays, 1, limits.maxSpanDays);
    const words = typeof values.by === 'string' ? values.by.split(',') : ['day'];
    const by = words.map((word) => wordOption('by', word, 'day', GROUPS)).join(',');
    const { portfolio, reason } = values;
    const wanted = { by, ...textOf('portfolio', portfolio), ...textOf('reason', reason) };
    return async ({ client }, terminal) => {
      const from = new Date(nowMs - days * DAY_MS).toISOString();
      const funnel = await client.funnel.get({ ...wanted, from, to: new Date(nowMs).toISOString() });
      if (values.json) await writeJson(terminal, funnel);
      else await write(terminal.stdout, values.amounts ? amountsTable(funnel) : countsTable(funnel));
      return EXIT.done;
    };
  },
};

function textOf(name: 'portfolio' | 'reason', given: string | boolean | undefined) {
  return given === undefined ? {} : { [name]: textOption(name, given, '') };
}

function countsTable({ by, from, to, data }: Funnel): string {
  if (data.length === 0) return `No asks from ${minute(from)} to ${minute(to)} UTC.\n`;
  const groups = [...Map.groupBy(data, (line) => groupOf(by, line).join(' ')).values()];
  const counted = (lines: readonly Line[]) => COLUMNS.map(([, holds]) => sayCount(sum(lines.filter(holds), 'count')));
  const rows = groups.map((lines) => [...groupOf(by, lines[0]), ...counted(lines)]);
  const total = groups.length > 1 ? [[...by.map((_, index) => (index === 0 ? 'all' : '')), ...counted(data)]] : [];
  return table(headings(by), [...rows, ...total]);
}

function amountsTable({ by, from, to, data }: Funnel): string {
  const known = data.flatMap((line) => (line.currency === null ? [] : [{ ...line, currency: line.currency }]));
  if (known.length === 0) return `No amounts from ${minute(from)} to ${minute(to)} UTC.\n`;
  const groups = [...Map.groupBy(known, (line) => [line.currency, ...groupOf(by, line)].join(' ')).values()];
  const rows = groups.map((lines) => {
    const currency = lines[0]?.currency ?? '';
    const amounts = COLUMNS.map(([, holds]) => {
      const amountMinor = sum(lines.filter(holds), 'amount_minor');
      return amountMinor === 0 ? '' : formatMoney({ amountMinor, currency });
    });
    return [...groupOf(by, lines[0]), ...amounts];
  });
  return table(headings(by), rows);
}

function headings(by: Funnel['by']): string[] {
  return [...by.map((group) => group.toUpperCase()), ...COLUMNS.map(([heading]) => heading)];
}

function groupOf(by: Funnel['by'], line: Line | undefined): string[] {
  return by.map((group) => {
    const name = line?.[group] ?? null;
    return name === null ? '(none)' : plain(name, 60);
  });
}

function sum(lines: readonly Line[], what: 'count' | 'amount_minor'): number {
  return lines.reduce((total, line) => total + line[what], 0);
}
