/** How a moment is said. */
export interface HowTime {
  /** With seconds, for what follows closely upon another. */
  readonly isPrecise?: boolean;
  /** With its day though it is today, for what stands beside another day. */
  readonly hasDay?: boolean;
}

/** A moment in words in the viewer's zone: the day too unless it is today, the year too unless it is this one. */
export function sayTime(date: Date, { isPrecise, hasDay }: HowTime = {}, now: Date = new Date()): string {
  const time = date.toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    ...(isPrecise && { second: '2-digit' }),
    hourCycle: 'h23',
  });
  if (!hasDay && date.toDateString() === now.toDateString()) return time;
  const day = date.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() !== now.getFullYear() && { year: 'numeric' }),
  });
  return `${day}, ${time}`;
}
