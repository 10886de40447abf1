import { DISPUTABILITIES, RISK_LEVELS } from '../../../core/domain/signals.ts';
import type { ThresholdSettings, TuneCell } from '../../../core/history/tune-result.ts';
import { CELL_SIGNALS, type CellSignal } from '../../../core/history/what-if.ts';
import type { ThresholdChange } from '../../../core/policy/write-thresholds.ts';
import { sayBound } from '../policy/thresholds.ts';

export const WORDS = ['decline', 'challenge', 'review'] as const;
export type Word = (typeof WORDS)[number];
/** A score above which, or a level from which, something is done; null: it never is. */
export type Bound = number | string | null;

/** One threshold that can be moved. */
export interface Threshold {
  readonly signal: CellSignal;
  readonly word: Word;
}

/** What was moved, by the name of the threshold: `fraud_risk_score.decline`. */
export type Moves = Readonly<Record<string, Bound>>;

/** Above this a score never is: the place at which a threshold does nothing. */
export const SCORE_OFF = 101;
const LEVELS: Readonly<Record<Exclude<CellSignal, 'fraud_risk_score'>, readonly string[]>> = {
  merchant_dispute_risk_level: RISK_LEVELS,
  card_testing_risk_level: RISK_LEVELS,
  fraud_disputability: DISPUTABILITIES.toReversed(),
};

/** How many places a slider has beside the first; at the last one the threshold does nothing. */
export function placesOf(signal: CellSignal): number {
  return signal === 'fraud_risk_score' ? SCORE_OFF : LEVELS[signal].length;
}

/** The place of a bound on its slider, from the strictest. */
export function placeOf(signal: CellSignal, bound: Bound): number {
  if (bound === null) return placesOf(signal);
  return signal === 'fraud_risk_score' ? Number(bound) : LEVELS[signal].indexOf(String(bound));
}

/** The bound at a place. */
export function boundAt(signal: CellSignal, place: number): Bound {
  if (place >= placesOf(signal)) return null;
  return signal === 'fraud_risk_score' ? place : (LEVELS[signal][place] ?? null);
}

/** A bound in words: `above 60`, `from elevated`, `never`. */
export function sayPlace(signal: CellSignal, bound: Bound): string {
  return bound === null ? 'never' : sayBound(signal, bound);
}

/** The name of a threshold, as its rule has it. */
export function nameOf({ signal, word }: Threshold): string {
  return `${signal}.${word}`;
}

/** Where a threshold stands in these settings. */
export function boundOf({ thresholds }: ThresholdSettings, { signal, word }: Threshold): Bound {
  return thresholds[signal]?.[word] ?? null;
}

/** The signals whose thresholds are worth moving: the score, and whatever some cell or some threshold tells of. */
export function signalsOf(cells: readonly TuneCell[], { thresholds }: ThresholdSettings): readonly CellSignal[] {
  return CELL_SIGNALS.filter(
    (signal) =>
      signal === 'fraud_risk_score' ||
      Object.keys(thresholds[signal] ?? {}).length > 0 ||
      cells.some((cell) => cell[signal] !== null),
  );
}

/** The settings with what was moved. */
export function moved(settings: ThresholdSettings, moves: Moves): ThresholdSettings {
  const thresholds: Record<string, Readonly<Record<string, unknown>> | undefined> = { ...settings.thresholds };
  for (const { signal, word, bound } of changesOf(moves)) {
    const { [word]: _, ...others } = thresholds[signal] ?? {};
    thresholds[signal] = bound === null ? others : { ...others, [word]: bound };
  }
  // INVARIANT: `readMoves` and `boundAt` give bounds that the signal has.
  return { ...settings, thresholds: thresholds as ThresholdSettings['thresholds'] };
}

/** The moves with one more; what stands where it stood is no move. */
export function move(settings: ThresholdSettings, moves: Moves, threshold: Threshold, bound: Bound): Moves {
  const name = nameOf(threshold);
  const { [name]: _, ...others } = moves;
  return boundOf(settings, threshold) === bound ? others : { ...others, [name]: bound };
}

/** The moves as changes of a profile. */
export function changesOf(moves: Moves): readonly (ThresholdChange & Threshold)[] {
  return Object.entries(moves).flatMap(([name, bound]) => {
    const threshold = thresholdOf(name);
    return threshold ? [{ ...threshold, bound }] : [];
  });
}

/** Moves as an address has them: `fraud_risk_score.decline:60,fraud_risk_score.challenge:never`. */
export function writeMoves(moves: Moves): string {
  return Object.entries(moves)
    .map(([name, bound]) => `${name}:${bound ?? 'never'}`)
    .sort()
    .join(',');
}

/** The moves in an address; what is none is left out. */
export function readMoves(text: string): Moves {
  const moves: Record<string, Bound> = {};
  for (const part of text.split(',')) {
    const [name = '', bound = ''] = part.split(':');
    const threshold = thresholdOf(name);
    if (threshold && isBound(threshold.signal, bound)) moves[name] = boundFrom(threshold.signal, bound);
  }
  return moves;
}

function thresholdOf(name: string): Threshold | null {
  const [signal, word] = name.split('.');
  const [known, own] = [CELL_SIGNALS.find((each) => each === signal), WORDS.find((each) => each === word)];
  return known && own ? { signal: known, word: own } : null;
}

function isBound(signal: CellSignal, text: string): boolean {
  if (text === 'never') return true;
  if (signal !== 'fraud_risk_score') return LEVELS[signal].includes(text);
  return /^\d{1,3}$/.test(text) && Number(text) <= 100;
}

function boundFrom(signal: CellSignal, text: string): Bound {
  if (text === 'never') return null;
  return signal === 'fraud_risk_score' ? Number(text) : text;
}
