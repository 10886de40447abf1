import { limits } from '../../../core/domain/limits.ts';
import { invalid } from './request.ts';

const DAY_MS = 86_400_000;
const OPEN_END_MS = Date.UTC(9999, 0);

/**
 * The time that a question is about: until now, and from seven days before that, where it does not say. Its end is then
 * open (`endMs`): Stripe's clock may be ahead of ours, and that of the demo's world is. Throws a Problem where it is
 * none, or longer than 400 days.
 */
export function spanOf(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  nowMs: number,
): { readonly fromMs: number; readonly toMs: number; readonly endMs: number } {
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - limits.spanDays * DAY_MS : Date.parse(from);
  if (fromMs >= toMs || toMs - fromMs > limits.maxSpanDays * DAY_MS) {
    const message = `is not before \`to\`, or more than ${limits.maxSpanDays} days before it`;
    throw invalid([{ path: 'query.from', message }]);
  }
  return { fromMs, toMs, endMs: to === undefined ? OPEN_END_MS : toMs };
}
