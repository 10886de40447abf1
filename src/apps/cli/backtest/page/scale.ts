const STEPS = [1, 2, 3, 4, 5, 6, 8, 10];

/** The least round number that a scale from nothing can end at; a half of it is round, too. */
export function niceTop(most: number): number {
  if (most <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(most));
  const step = STEPS.find((each) => each * unit >= most) ?? 10;
  // Halves of what is counted are no counts.
  return Math.max(step * unit, most > 1 ? 2 : 0);
}
