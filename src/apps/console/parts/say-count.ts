/** How many, for people: `12,414`. */
export function sayCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** How many a day, with as many digits as mean something: `0.04`, `3.2`, `12`. */
export function sayDaily(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: count < 1 ? 2 : count < 10 ? 1 : 0 });
}
