import { sayCount, sayPercent, sayShare } from '../../core/domain/figures.ts';
import { limits } from '../../core/domain/limits.ts';
import type { DisputeRates } from '../../sdk/index.ts';
import { EXIT, write } from './command.ts';
import { numberOption } from './options.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { table } from './remote/table.ts';
import { counted } from './remote/words.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';
import { amounts } from './report/amounts.ts';

const HELP = `
usage: countersign dispute-rate [--months N] [--age N] [--json]

How many of the approved purchases were disputed as fraud, month by month (UTC): of the month's purchases so far; of
those within so many days of the purchase, which is fair to young months; and what was filed in the month (handed in to
the card network, no draft), over the month's approved purchases, which is what card networks look at.

  --months N   how many months, this one with them (${limits.disputeRateMonths})
  --age N      at how many days after the purchase months are compared (${limits.performanceAgeDays})
  --json       one JSON object
${WORLD_HELP}

${WHERE_HELP}

Exits with 0, and with 1 where a month is above ${sayPercent(limits.disputeRateMost)} by what was filed in it.

example: countersign dispute-rate --months 12 --age 60
`;

/** `countersign dispute-rate`: how much of what was approved is disputed as fraud? */
export const disputeRateCommand: RemoteCommand = {
  name: 'dispute-rate',
  summary: 'how many of the approved purchases were disputed as fraud, month by month',
  help: HELP.trimStart(),
  options: { months: { type: 'string' }, age: { type: 'string' }, json: { type: 'boolean' }, ...WORLD_OPTIONS },
  positionals: [0, 0],
  prepare({ values }) {
    const months = numberOption('months', values.months, limits.disputeRateMonths, 1, limits.maxDisputeRateMonths);
    const age = numberOption('age', values.age, limits.performanceAgeDays, 1, limits.maxPerformanceAgeDays);
    return async ({ client }, terminal) => {
      const query = { months: Math.round(months), age_days: Math.round(age) };
      const rates = await client.performance.disputes(query);
      if (values.json) await writeJson(terminal, rates);
      else await write(terminal.stdout, disputeRateText(rates));
      return rates.months.some(({ is_above: isAbove }) => isAbove) ? EXIT.answerIsNo : EXIT.done;
    };
  },
};

function disputeRateText(rates: DisputeRates): string {
  const rest =
    rates.unplaced === 0 ? '' : `${counted(rates.unplaced, 'dispute')} belong to no approved purchase that is known.\n`;
  return `${table(DISPUTE_HEADINGS(rates.age_days), disputeRows(rates))}${rest}`;
}

/** What stands above `disputeRows`. */
export const DISPUTE_HEADINGS = (age: number) => [
  ...['MONTH', 'APPROVED', 'DISPUTED', 'RATE SO FAR', `AT ${age} DAYS`, 'FILED', 'RATE BY FILING', 'FILED AMOUNT', ''],
];

/** The months as rows of a table. */
export function disputeRows({ months, most }: Pick<DisputeRates, 'months' | 'most'>): string[][] {
  return months.map((of) => [
    of.is_over ? of.month : `${of.month} (so far)`,
    sayCount(of.approved.count),
    sayCount(of.by_purchase.count),
    sayShare(of.by_purchase.rate),
    of.at_age === null ? 'too young' : sayShare(of.at_age.rate),
    sayCount(of.by_filing.count),
    of.by_filing.rate.low === null ? sayPercent(of.by_filing.rate.value) : sayShare(of.by_filing.rate),
    amounts(of.by_filing.money),
    of.is_above ? `above ${sayPercent(most)}` : '',
  ]);
}
