import { type Arguments, UsageError } from '../command.ts';

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * A moment given as an option, in ISO 8601: a day (its beginning in UTC), a time with its zone, or so many minutes,
 * hours or days, `30m`, `4h`, `7d`, from now on or ago. Undefined where it is not given; throws UsageError.
 */
export function timeOption(
  name: string,
  given: string | boolean | undefined,
  nowMs: number,
  direction: 'ahead' | 'ago',
): string | undefined {
  if (given === undefined) return undefined;
  const text = String(given);
  const span = /^(\d{1,5})([mhd])$/.exec(text);
  const spanMs = Number(span?.[1] ?? 0) * (UNITS_MS[span?.[2] ?? ''] ?? 0);
  const atMs = span ? nowMs + (direction === 'ago' ? -spanMs : spanMs) : MOMENT.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(atMs)) return new Date(atMs).toISOString();
  throw new UsageError(`--${name} wants a time such as 2026-06-30, 2026-06-30T18:00Z or 4h, not "${text}"`);
}

/** What is said where a time that is asked for holds no moment. */
export const NO_TIME = '--from must be before --to';

/** The time that --from and --to ask for, each as `timeOption` reads it, ago. Throws UsageError. */
export function spanOptions(
  values: Arguments['values'],
  nowMs: number,
): { readonly from?: string; readonly to?: string } {
  const from = timeOption('from', values.from, nowMs, 'ago');
  const to = timeOption('to', values.to, nowMs, 'ago');
  if (from !== undefined && to !== undefined && from >= to) throw new UsageError(NO_TIME);
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
