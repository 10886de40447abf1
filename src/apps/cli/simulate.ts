import { type Arguments, type Command, type Terminal, UsageError } from './command.ts';
import { numberOption, textOption } from './options.ts';
import type { HistorySettings } from './simulate/write-history.ts';
import { requireWritable } from './whole-file.ts';

const HELP = `
usage: countersign simulate --out FILE.ndjson [--days N] [--cardholders N] [--seed TEXT]
       countersign simulate --stripe [--count N] [--seed TEXT] [--json]

With --out it writes the history of an invented card program: every event that Stripe would have sent (asks, outcomes,
transactions, disputes), and between them the truth about each purchase (object countersign.label) and the logins at the
program's site (object countersign.event). Nothing is declined but by Stripe itself. The same seed, days and cardholders
end in the same file, but for the day on which it ends: today, unless --until names another. Ninety days of a hundred
cardholders are about 240 MB.

  --out FILE         the file to write; - for standard output
  --days N           length of the history (90)
  --cardholders N    people with one or more cards each (100)
  --fraud PERCENT    share of purchases that are fraud, about (1)
  --until DATE       the day on which it ends, e.g. 2026-06-30
  --challenges       Stripe asks cardholders by text about its own blocks, and they answer
  --seed TEXT        another seed, another world

With --stripe it makes the same kind of purchases in the test mode of the real Stripe, with chosen signals, and shows
our answers beside Stripe's record. STRIPE_SECRET_KEY is a test key; a live one is refused. At the end the cards are
canceled and the cardholders set inactive; authorizations, and what was captured of them, stay in the test mode's books.

  --count N          how many purchases (20)
  --json             a line of JSON for each

example: countersign simulate --out history.ndjson --days 30
`;

/** Purchases that somebody wants to see made at the real Stripe. */
export interface StripeWish {
  readonly count: number;
  readonly seed: string;
  readonly isJson: boolean;
}

/** The real Stripe's test mode. */
export interface TestMode {
  run(wish: StripeWish, terminal: Terminal): Promise<number>;
}

/** `countersign simulate`: an invented history in a file, or purchases in Stripe's test mode. */
export function simulateCommand(nowMs: () => number, testMode: TestMode, interrupted: () => AbortSignal): Command {
  return {
    name: 'simulate',
    summary: 'write an invented history, or purchase in the test mode of the real Stripe',
    help: HELP.trimStart(),
    options: {
      out: { type: 'string' },
      days: { type: 'string' },
      cardholders: { type: 'string' },
      fraud: { type: 'string' },
      until: { type: 'string' },
      challenges: { type: 'boolean' },
      seed: { type: 'string' },
      stripe: { type: 'boolean' },
      count: { type: 'string' },
      json: { type: 'boolean' },
    },
    positionals: [0, 0],
    async run({ values }, terminal) {
      const seed = textOption('seed', values.seed, 'countersign');
      if (values.stripe && values.out !== undefined) throw new UsageError('--out and --stripe exclude each other');
      requireNone(values, values.stripe ? HISTORY_OPTIONS : STRIPE_OPTIONS);
      if (values.stripe) {
        const count = numberOption('count', values.count, 20, 1, 10_000);
        return testMode.run({ count, seed, isJson: values.json === true }, terminal);
      }
      if (typeof values.out !== 'string') throw new UsageError('--out FILE or --stripe is missing');
      if (values.out !== '-') requireWritable(values.out);
      const settings: HistorySettings = {
        file: values.out,
        seed,
        days: numberOption('days', values.days, 90, 1, 3_650),
        cardholders: numberOption('cardholders', values.cardholders, 100, 1, 200_000),
        fraudShare: numberOption('fraud', values.fraud, 1, 0, 50) / 100,
        hasChallenges: values.challenges === true,
        untilMs: values.until === undefined ? startOfDay(nowMs()) : dayOption(String(values.until)),
      };
      const { writeHistoryFile } = await import('./simulate/write-history.ts');
      return writeHistoryFile(settings, terminal, interrupted());
    },
  };
}

/** What goes with only one of the two. */
const HISTORY_OPTIONS = { of: '--out', names: ['days', 'cardholders', 'fraud', 'until', 'challenges'] } as const;
const STRIPE_OPTIONS = { of: '--stripe', names: ['count', 'json'] } as const;

function requireNone(
  values: Arguments['values'],
  { of, names }: { readonly of: string; readonly names: readonly string[] },
): void {
  const given = names.find((name) => values[name] !== undefined);
  if (given !== undefined) throw new UsageError(`--${given} goes with ${of} alone`);
}

const DAY_MS = 86_400_000;

function startOfDay(atMs: number): number {
  return Math.floor(atMs / DAY_MS) * DAY_MS;
}

/** Midnight (UTC) at the end of the day. */
function dayOption(given: string): number {
  const atMs = /^\d{4}-\d\d-\d\d$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : Number.NaN;
  // 31 February is the 3rd of March to a Date.
  const isDay = !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(given);
  if (!isDay) throw new UsageError(`--until wants a day such as 2026-06-30, not "${given}"`);
  return atMs + DAY_MS;
}
