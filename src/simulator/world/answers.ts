import type { Answerer, TextSent } from './books.ts';
import { createRandom, type Random } from './random.ts';
import { MINUTE_MS } from './time.ts';

/** What somebody sends back to a text, and how much later. */
export interface PlannedText {
  readonly afterMs: number;
  readonly body: string;
  readonly means: TextSent['means'];
}

/** How somebody answers: the texts to the first time that a question is put, to the second, and so on; none: never. */
export type AnswerPlan = readonly PlannedText[];

/** What each cardholder is like: most answer soon, some late, some in words of their own, some never. */
type Temper = 'prompt' | 'late' | 'wordy' | 'silent';

const YES = ['YES', 'YES', 'Yes', 'yes', 'yes ', 'YES.'];
const NO = ['NO', 'NO', 'No', 'no', 'no '];
/** Meant as YES, and as NO, by people who don't do as they are told. */
const WORDY_YES = [
  'yes please',
  'ja',
  'YES!',
  'Yes, that was me',
  'yep',
  'that was me 👍',
  'YES but not so loud',
  'si',
];
const WORDY_NO = ['not me', 'no way!!', 'No, I did not buy this', 'who is this?', 'nope', 'What purchase?'];

/** A thief who has the telephone wants the purchase. */
const THIEF: readonly PlannedText[] = [{ afterMs: 20_000, body: 'YES', means: 'yes' }];

/**
 * How a question about a purchase is answered, which was made `atMs` by the cardholder or, where `isFraud`, by somebody
 * else. Truth decides, but for a few who answer the wrong way. The same seed, cardholder and purchase answer the same.
 */
export function planAnswer(
  seed: string,
  holder: number,
  { atMs, isFraud }: { readonly atMs: number; readonly isFraud: boolean },
  by: Answerer,
): AnswerPlan {
  const random = createRandom(seed, 'answer', holder, atMs);
  if (by === 'thief') return THIEF.map((text) => ({ ...text, afterMs: text.afterMs + random.integer(0, 70) * 1_000 }));
  const temper = temperOf(seed, holder);
  if (temper === 'silent' || random.chance(0.06)) return [];
  const isWrong = random.chance(0.015);
  const says = isFraud === isWrong ? 'yes' : 'no';
  const afterMs = delayOf(random, temper);
  if (random.chance(0.01)) return [{ afterMs, body: random.pick(['STOP', 'Stop', 'UNSUBSCRIBE']), means: 'stop' }];
  const plain: PlannedText = { afterMs, body: random.pick(says === 'yes' ? YES : NO), means: says };
  const isWordy = random.chance(temper === 'wordy' ? 0.8 : 0.04);
  if (!isWordy) return [plain];
  const wordy: PlannedText = { ...plain, body: random.pick(says === 'yes' ? WORDY_YES : WORDY_NO) };
  // Asked once more, most do as they are told.
  return [wordy, random.chance(0.8) ? { ...plain, afterMs: Math.min(afterMs, 2 * MINUTE_MS) } : wordy];
}

function temperOf(seed: string, holder: number): Temper {
  return createRandom(seed, 'holder', holder, 'temper').weighted<Temper>([
    [80, 'prompt'],
    [6, 'late'],
    [8, 'wordy'],
    [6, 'silent'],
  ]);
}

/** Soon, mostly; late is around the hour after which no answer counts. */
function delayOf(random: Random, temper: Temper): number {
  if (temper === 'late') return random.lognormal(70, 0.6) * MINUTE_MS;
  return Math.min(40, random.lognormal(1.5, 0.8)) * MINUTE_MS;
}
