const BARS = '▁▂▃▄▅▆▇█';
const DAY_MS = 86_400_000;
const WEEKS_SHOWN = 14;

/**
 * Matches by week as a row of bars, the last week at the right: each as high as it is of the highest, and a dot where
 * there was none.
 */
export function trend(
  days: readonly { readonly day: string; readonly matched: number }[],
  from: string,
  to: string,
): string {
  const toMs = Date.parse(to);
  const spanDays = Math.ceil((toMs - Date.parse(from)) / DAY_MS);
  const weeks = Array.from({ length: Math.min(WEEKS_SHOWN, Math.ceil(spanDays / 7)) }, () => 0);
  for (const { day: date, matched } of days) {
    const ago = Math.floor((toMs - Date.parse(date) - DAY_MS) / (7 * DAY_MS));
    const place = weeks.length - 1 - Math.max(0, ago);
    if (place >= 0) weeks[place] = (weeks[place] ?? 0) + matched;
  }
  const most = Math.max(...weeks, 1);
  return weeks.map((count) => (count === 0 ? '·' : (BARS[Math.ceil((count / most) * BARS.length) - 1] ?? ''))).join('');
}
