import { sayCount, sayShare } from '../../../../core/domain/figures.ts';
import type { PolicyResult } from '../../../../core/history/result.ts';
import { table } from '../../remote/table.ts';
import { day } from '../../remote/words.ts';

/** How it went, week by week. */
export function weeksText({ weeks }: PolicyResult): string {
  if (weeks.length === 0) return '';
  const headings = ['ASKS', 'TP', 'FP', 'FN', 'TN', 'PRECISION', 'RECALL'];
  const rows = weeks.map(({ from, rows: asks, confusion: { tp, fp, fn, tn }, precision, recall }) => [
    day(from),
    ...[asks, tp, fp, fn, tn].map(sayCount),
    sayShare(precision),
    sayShare(recall),
  ]);
  return table(['WEEK FROM', ...headings], rows, headings);
}
