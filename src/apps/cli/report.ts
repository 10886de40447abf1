import { monthOf, monthsBefore } from '../../core/history/dispute-rate.ts';
import type { MonthlyReport } from '../../sdk/index.ts';
import { type Arguments, EXIT, UsageError, write } from './command.ts';
import type { RemoteCommand } from './remote/over-service.ts';
import { WHERE_HELP, WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import { writeJson } from './remote/write-json.ts';
import { requireWritable, whyNotWritten, writeWholeFile } from './whole-file.ts';

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

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
type File = { readonly form: 'csv' | 'html'; readonly path: string };

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
    if (!MONTH.test(month)) throw new UsageError(`--month wants a month such as 2026-10, not "${month}"`);
    const { printed, files } = outputsOf(values);
    return async ({ client }, terminal) => {
      const report = await client.reports.get(month);
      const forms = await import('./report/forms.ts');
      const texts: Readonly<Record<'text' | 'csv' | 'html', (of: MonthlyReport) => string>> = {
        ...{ text: forms.reportText, csv: forms.reportCsv, html: forms.reportPage },
      };
      if (printed === 'json') await writeJson(terminal, report);
      else await write(terminal.stdout, texts[printed](report));
      let isWhole = true;
      for (const { form, path } of files) {
        const unstoppable = new AbortController().signal;
        const written = await writeWholeFile(path, unstoppable, (out) => write(out, texts[form](report)));
        if (written.kind !== 'written') isWhole = false;
        await write(
          terminal.stderr,
          `${written.kind === 'written' ? `wrote ${path}` : whyNotWritten(path, written)}\n`,
        );
      }
      return isWhole ? EXIT.done : EXIT.answerIsNo;
    };
  },
};

/** Throws UsageError where standard output would hold two forms of it. */
function outputsOf(values: Arguments['values']): { printed: 'text' | 'json' | 'csv' | 'html'; files: readonly File[] } {
  const printed: ('json' | 'csv' | 'html')[] = values.json ? ['json'] : [];
  const files: File[] = [];
  for (const form of ['csv', 'html'] as const) {
    const path = values[form];
    if (path === '-') printed.push(form);
    else if (typeof path === 'string') files.push({ form, path });
  }
  const [first = 'text', second] = printed;
  if (second !== undefined) throw new UsageError(`--${first} and --${second} both print: give --${second} a FILE`);
  for (const { form, path } of files) requireWritable(path, `--${form}`);
  return { printed: first, files };
}
