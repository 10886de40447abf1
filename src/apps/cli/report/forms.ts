import { type CsvCell, csvRecord } from '../../../core/domain/csv.ts';
import type { MonthlyReport } from '../../../sdk/index.ts';
import { pageFrame } from '../backtest/page/frame.ts';
import { EMPTY, html } from '../backtest/page/html.ts';
import { pageTable } from '../backtest/page/table.ts';
import { table } from '../remote/table.ts';
import { reportLead, reportSections } from './sections.ts';

/** The report as text. */
export function reportText(report: MonthlyReport): string {
  const title = `Card program, ${report.month} (UTC)`;
  const parts = reportSections(report).map(({ title: name, lines, table: of }) => {
    const rows = of === null ? '' : table(of.headings, of.rows);
    return `\n${name}\n${lines.map((line) => `${line}\n`).join('')}${rows}`;
  });
  return `${title}\n${reportLead(report)
    .map((line) => `${line}\n`)
    .join('')}${parts.join('')}`;
}

/** The report as one page that needs nothing else. */
export function reportPage(report: MonthlyReport): string {
  const sections = reportSections(report).map(({ title, lines, table: of }, index) => {
    const rows =
      of &&
      pageTable(
        title,
        of.headings.map((heading) => ({ heading })),
        of.rows,
      );
    return html`<section aria-labelledby="part-${index}"><h2 id="part-${index}">${title}</h2>
${lines.map((line) => html`<p>${line}</p>\n`)}${rows ?? EMPTY}</section>
`;
  });
  const [title, span] = [`Card program, ${report.month}`, `${report.month}, in UTC`];
  return pageFrame(title, span, reportLead(report).join(' '), sections);
}

/** The report's numbers as one table for a spreadsheet: amounts in minor units, shares from 0 to 1. */
export function reportCsv(report: MonthlyReport): string {
  const rows: CsvCell[][] = [];
  walk(report, [], (path, value) => rows.push([report.month, path.join('.'), value]));
  return [csvRecord(['month', 'measure', 'value']), ...rows.map(csvRecord)].join('');
}

/** What names an item of a list: by this it is found again in the report of the next month. */
const NAMES = ['rule', 'month', 'currency', 'by', 'at'] as const;

function walk(value: unknown, path: readonly string[], tell: (path: readonly string[], value: CsvCell) => void): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, [...path, nameOf(item, index)], tell);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name], tell);
  } else {
    tell(path, typeof value === 'boolean' ? String(value) : (value as CsvCell));
  }
}

function nameOf(item: unknown, index: number): string {
  const names = typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>) : {};
  const name = NAMES.map((each) => names[each]).find((each) => typeof each === 'string');
  // Of one who had the last word there are several outcomes, and a rule may be one to retire for several reasons.
  const kinds = [names.outcome, names.reason].filter((each) => typeof each === 'string');
  return typeof name === 'string' ? [name, ...kinds].join(' ') : String(index);
}
