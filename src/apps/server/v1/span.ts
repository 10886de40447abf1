import { limits } from '../../../core/domain/limits.ts';
import { invalid } from './request.ts';

const DAY_MS = 86_400_000;

/** What has no end ends here. */
const OPEN_END_MS = Date.UTC(9999, 0);

interface AskedSpan {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** How many days are told of where nobody says from when on, and how many at most. */
interface SpanDays {
  readonly days: number;
  readonly maxDays: number;
}

const SPAN_DAYS: SpanDays = { days: limits.spanDays, maxDays: limits.maxSpanDays };

/**
 * The time that a question is about: until now, and from some days before that, where it does not say. Its end is then
 * open (`endMs`): Stripe's clock may be ahead of ours, and that of the demo's world is. Throws a Problem where it is
 * none, or too long.
 */
export function spanOf(
  { from, to }: AskedSpan,
  nowMs: number,
  { days, maxDays } = SPAN_DAYS,
): { readonly fromMs: number; readonly toMs: number; readonly endMs: number } {
  const toMs = to === undefined ? nowMs : Date.parse(to);
  const fromMs = from === undefined ? toMs - days * DAY_MS : Date.parse(from);
  refuseNoTime(fromMs, toMs);
  if (toMs - fromMs > maxDays * DAY_MS) {
    throw invalid([{ path: 'query.from', message: `must be at most ${maxDays} days before \`to\`` }]);
  }
  return { fromMs, toMs, endMs: to === undefined ? OPEN_END_MS : toMs };
}

/** The same without a limit, from the first moment and without an end where it does not say. */
export function openSpanOf({ from, to }: AskedSpan): { readonly fromMs: number; readonly toMs: number } {
  const fromMs = from === undefined ? 0 : Date.parse(from);
  const toMs = to === undefined ? OPEN_END_MS : Date.parse(to);
  refuseNoTime(fromMs, toMs);
  return { fromMs, toMs };
}

function refuseNoTime(fromMs: number, toMs: number): void {
  if (fromMs >= toMs) throw invalid([{ path: 'query.from', message: 'must be before `to`' }]);
}
