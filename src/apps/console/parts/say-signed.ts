/** A difference with its sign: `+388`, `−2.9 points`; `0` where there is none. */
export function saySigned(difference: number, say: (value: number) => string): string {
  return difference === 0 ? '0' : `${difference > 0 ? '+' : '−'}${say(Math.abs(difference))}`;
}
