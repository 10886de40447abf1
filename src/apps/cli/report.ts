import { isMonth, monthOf, monthsBefore } from '../../core/history/months.ts';
import { EXIT, UsageError } from './command.ts';
import { outputsOf, tellOutputs } from './history/outputs.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';

const HELP = `
usage: countersign report [--month 2026-10] [--json] [--csv [FILE]] [--html [FILE]]

What a month (UTC) came to, to be sent on: declines by whom, disputes filed, won and lost with the dispute rate,
high-risk volume, challenges and what they saved, rules to retire, rules whose matches jumped, and what every rule did.

  --month MONTH   which month; without it the last one that is over
${WORLD_HELP}

Text is printed, or one of these instead; with a FILE it is written there, besides:
  --json          one JSON object
  --csv [FILE]    one table of all numbers, for a spreadsheet: amounts in minor units, shares from 0 to 1
  --html [FILE]   one page that needs nothing else

${WHERE_HELP}

example: countersign report --month 2026-10 --live --html october.html
`;

/** `countersign report`: what did the month come to? */
export const reportCommand: RemoteCommand = {
  name: 'report',
  summary: 'what a month came to: disputes, declines, challenges, rules to retire',
  help: HELP.trimStart(),
  options: {
    month: { type: 'string' },
    json: { type: 'boolean' },
    csv: { type: 'string' },
    html: { type: 'string' },
    ...WORLD_OPTIONS,
  },
  optionalTexts: ['csv', 'html'],
  positionals: [0, 0],
  prepare({ values }, { nowMs }) {
    const month = values.month === undefined ? monthsBefore(monthOf(nowMs)) : String(values.month);
    if (!isMonth(month)) throw new UsageError(`--month wants a month such as 2026-10, not "${month}"`);
    const outputs = outputsOf(values, []);
    return async ({ client }, terminal) => {
      const report = await client.reports.get(month);
      const { reportText, reportCsv, reportPage } = await import('./report/forms.ts');
      const texts = {
        text: () => reportText(report),
        json: () => `${JSON.stringify(report)}\n`,
        csv: () => reportCsv(report),
        html: () => reportPage(report),
      };
      const unstoppable = new AbortController().signal;
      return (await tellOutputs(texts, outputs, terminal, unstoppable)) ? EXIT.done : EXIT.answerIsNo;
    };
  },
};
