import type { PolicyResult, Sums } from './result.ts';
import { shareOf } from './share.ts';

/** What people have to do, a day of so many, and how much of it is fraud. */
export function capacityOf(
  { challenge, review }: Readonly<Record<'challenge' | 'review', Sums>>,
  days: number,
): PolicyResult['capacity'] {
  const aDay = ({ count }: Sums) => (days === 0 ? 0 : count / days);
  const precision = ({ fraud, good }: Sums) => shareOf(fraud, fraud + good);
  return {
    days,
    challenges_a_day: aDay(challenge),
    challenge_precision: precision(challenge),
    reviews_a_day: aDay(review),
    review_precision: precision(review),
  };
}
