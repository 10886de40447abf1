import { sayPercent } from '../../../core/domain/figures.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { ShadowDifferencePage } from '../../../sdk/index.ts';

/** How large a part of decisions a shadow would have answered otherwise, in words: `1.0 %`. */
export function sayShare({ total, decisions }: Pick<ShadowDifferencePage, 'total' | 'decisions'>): string | null {
  if (decisions === 0 || total > decisions) return null;
  return `${decisions >= limits.countedShadowDecisions ? 'at most ' : ''}${sayPercent(total / decisions)}`;
}

/** How many more answers of each kind there would have been: `{ decline: 5, approve: -5 }`; none of what stays. */
export function netOf(outcomes: ShadowDifferencePage['outcomes']): Readonly<Record<string, number>> {
  const net: Record<string, number> = {};
  for (const { live, shadow, count } of outcomes) {
    if (live === shadow) continue;
    net[live] = (net[live] ?? 0) - count;
    net[shadow] = (net[shadow] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(net).filter(([, more]) => more !== 0));
}
