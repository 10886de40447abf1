import { sayCount } from '../../../core/domain/figures.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { ShadowDifferencePage } from '../../../sdk/index.ts';
import { table } from '../remote/table.ts';
import { counted, minute } from '../remote/words.ts';

/** How a shadow would have answered otherwise, for people: how often, and the latest; ends in a line break. */
export function differencesText({ total, decisions, outcomes, data, next }: ShadowDifferencePage): string {
  if (total === 0) return 'It would have answered everything since as the live version did.\n';
  const counts = outcomes.map(({ live, shadow, count }) => {
    return `  ${live === shadow ? `${live}, for other reasons` : `${live} → ${shadow}`}  ${sayCount(count)}`;
  });
  const rows = data.map(({ asked_at, decision, live, shadow }) => [
    minute(asked_at),
    decision,
    `${live.outcome} → ${shadow.outcome}`,
    shadow.reasons.join(', '),
  ]);
  return [
    `It would have answered ${share(total, decisions)} otherwise:`,
    ...counts,
    '',
    `${next === null ? '' : 'The latest of them:\n'}${table(['ASKED (UTC)', 'DECISION', 'ANSWER', 'BECAUSE'], rows)}`,
  ].join('\n');
}

function share(total: number, decisions: number): string {
  if (decisions >= limits.countedShadowDecisions) return `${counted(total, 'ask')} of ${sayCount(decisions)} or more`;
  // Decisions of people who were erased are gone.
  return decisions < total ? counted(total, 'ask') : `${sayCount(total)} of ${counted(decisions, 'ask')}`;
}
