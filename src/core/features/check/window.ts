import { limits } from '../../domain/limits.ts';
import type { Aggregate } from '../syntax.ts';
import type { Context } from './context.ts';
import { durationMs, durationText } from './literals.ts';

/** The length of the window in whole milliseconds; where there is none or a wrong one, the default, which is said. */
export function checkWindow({ name, nameSpan, last }: Aggregate, { report }: Context): number {
  const horizon = durationText(limits.defaultHorizonMs);
  if (!last) {
    report.warn(nameSpan, `${name} has no window: the last ${horizon} are counted`, `write last ${horizon}, or less`);
    return limits.defaultHorizonMs;
  }
  const ms = Math.round(durationMs(last));
  if (ms >= 1 && ms <= limits.maxHorizonMs) return ms;
  // Of nothing and less the parser has said it.
  if (last.amount <= 0) return limits.defaultHorizonMs;
  if (ms > limits.maxHorizonMs) {
    const longest = durationText(limits.maxHorizonMs);
    report.error(last.span, `a window of ${durationText(ms)} is too long`, `write last ${longest} at most`);
  } else {
    report.error(last.span, 'a window has at least a millisecond', 'write e.g. last 5 minutes');
  }
  return limits.defaultHorizonMs;
}
