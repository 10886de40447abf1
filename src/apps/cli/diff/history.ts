import { sayCount } from '../../../core/domain/figures.ts';
import { table } from '../remote/table.ts';
import { counted, minute } from '../remote/words.ts';
import type { LookedBack } from './look-back.ts';

/** What another policy would have changed in the decisions of so many days, for people; ends in a line break. */
export function historyText(history: LookedBack, days: number): string {
  const { decisions, changed, unknown, unrecorded, outcomes, examples } = history;
  const when = `the last ${days === 1 ? 'day' : `${days} days`}`;
  if (decisions === 0) return `In ${when} nothing was decided.\n`;
  const looked = counted(decisions, 'decision');
  const lines = [`Of ${looked} of ${when}, ${sayCount(changed)} would have been another:`];
  for (const { from, to, count } of outcomes) lines.push(`  ${from} → ${to}  ${sayCount(count)}`);
  if (changed === 0) lines[0] = `Of ${looked} of ${when}, none would have been another.`;
  if (unknown > 0) {
    const names = unrecorded.join(', ');
    const many = sayCount(unknown);
    lines.push(`Of ${many} it can't be told for sure: nothing read ${names} then, so it was not recorded.`);
  }
  if (examples.length === 0) return `${lines.join('\n')}\n`;
  const rows = examples.map(({ authorization, asked_at, outcome, new_outcome, new_reasons }) => [
    minute(asked_at),
    authorization,
    `${outcome} → ${new_outcome}`,
    new_reasons.join(', '),
  ]);
  return `${lines.join('\n')}\n\n${table(['ASKED (UTC)', 'AUTHORIZATION', 'ANSWER', 'BECAUSE'], rows)}`;
}
