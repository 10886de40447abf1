/** A difference with its sign: `+388`, `−2.9 points`; `0` where there is none. */
export function saySigned(difference: number, say: (value: number) => string): string {
  return difference === 0 ? '0' : `${difference > 0 ? '+' : '−'}${say(Math.abs(difference))}`;
}

/** The distance of two shares, in points of a percent: `2.9 points`. */
export function sayPoints(share: number): string {
  const points = 100 * share;
  return `${points.toFixed(points !== 0 && points < 0.1 ? 2 : 1)} points`;
}
