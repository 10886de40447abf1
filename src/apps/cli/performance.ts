import { limits } from '../../core/domain/limits.ts';
import { EXIT, write } from './command.ts';
import { numberOption, textOption } from './options.ts';
import { performanceText } from './performance/text.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';

const HELP = `
usage: countersign performance [--rule ID] [--days N] [--age N] [--portfolio NAME] [--json]

What every rule and threshold did in live traffic: how often it matched, what Stripe confirmed of its declines, how much
of it was fraud as far as anybody knows, and how it went, week by week. What was declined and nobody spoke of is
unknowable, and is never scored. Young purchases were not disputed yet: the second precision is of purchases that are
old enough, by what was known of each so many days later. docs/rules-over-time.md says what the numbers mean.

  --rule ID          one rule or threshold, day by day and version by version
  --days N           how many days back (${limits.performanceDays})
  --age N            at how many days after the purchase days are compared (${limits.performanceAgeDays})
  --portfolio NAME   asks of this portfolio
  --json             one JSON object, with all days
${WORLD_HELP}

${WHERE_HELP}

example: countersign performance --rule fraud_risk_score.decline --days 60 --age 30
`;

const DAY_MS = 86_400_000;

/** `countersign performance`: what did the rules do? */
export const performanceCommand: RemoteCommand = {
  name: 'performance',
  summary: 'what rules and thresholds did in live traffic, and how much of it was fraud',
  help: HELP.trimStart(),
  options: {
    rule: { type: 'string' },
    days: { type: 'string' },
    age: { type: 'string' },
    portfolio: { type: 'string' },
    json: { type: 'boolean' },
    ...WORLD_OPTIONS,
  },
  positionals: [0, 0],
  prepare({ values }, { nowMs }) {
    const days = numberOption('days', values.days, limits.performanceDays, 1, limits.maxPerformanceDays);
    const age = numberOption('age', values.age, limits.performanceAgeDays, 1, limits.maxPerformanceAgeDays);
    const { rule, portfolio } = values;
    const wanted = {
      age_days: Math.round(age),
      ...(rule !== undefined && { rule: textOption('rule', rule, '') }),
      ...(portfolio !== undefined && { portfolio: textOption('portfolio', portfolio, '') }),
    };
    return async ({ client }, terminal) => {
      const from = new Date(nowMs - days * DAY_MS).toISOString();
      const told = await client.performance.rules({ ...wanted, from });
      if (values.json) await writeJson(terminal, told);
      else await write(terminal.stdout, performanceText(told, wanted.rule));
      return told.rules.length === 0 && wanted.rule !== undefined ? EXIT.answerIsNo : EXIT.done;
    };
  },
};
