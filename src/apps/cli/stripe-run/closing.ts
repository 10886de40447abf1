import { plain } from '../../../core/decision/plain.ts';
import { COMPARISONS, type Comparison } from '../../../simulator/test-mode/comparison.ts';
import { wrap } from '../wrap.ts';

/** How often each came out, and what Stripe refused to do, by its words. */
export interface RunTally {
  asked(comparison: Comparison): void;
  refused(problem: string): void;
  readonly asks: number;
  readonly refusals: number;
  /** Whether Stripe and we agree wherever Stripe asked, and it asked at least once. */
  isSound(): boolean;
  /** The table at the end, with what to do about what is not as it should be. */
  table(): string;
}

const LONGEST_PROBLEM = 400;
const HARMLESS: readonly Comparison[] = ['agreed', 'not_asked'];
const KINDS = Object.keys(COMPARISONS) as Comparison[];

export function createRunTally(): RunTally {
  const counts = new Map<Comparison, number>();
  const problems = new Map<string, number>();
  let asks = 0;
  let refusals = 0;

  function row(count: number, words: string, advice: string | null): string {
    const line = `${String(count).padStart(6)}  ${words}\n`;
    return advice === null
      ? line
      : `${line}${wrap(advice, 96)
          .map((part) => `        ${part}\n`)
          .join('')}`;
  }

  return {
    get asks() {
      return asks;
    },
    get refusals() {
      return refusals;
    },
    asked(comparison) {
      asks += 1;
      counts.set(comparison, (counts.get(comparison) ?? 0) + 1);
    },
    refused(problem) {
      refusals += 1;
      problems.set(problem, (problems.get(problem) ?? 0) + 1);
    },
    isSound: () => counts.has('agreed') && [...counts.keys()].every((kind) => HARMLESS.includes(kind)),
    table() {
      const came = KINDS.filter((kind) => counts.has(kind) || kind === 'agreed');
      const rows = came.map((kind) => row(counts.get(kind) ?? 0, COMPARISONS[kind].words, COMPARISONS[kind].advice));
      const refused = [...problems].map(([problem, count]) =>
        row(count, 'not possible', plain(problem, LONGEST_PROBLEM)),
      );
      return [...rows, ...refused].join('');
    },
  };
}
