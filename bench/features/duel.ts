import { openDuckDb } from './duckdb.ts';
import { type Contestant, createMeter, type Effort, type Figures, measureRounds } from './rounds.ts';
import type { Rows } from './rows.ts';
import { runScowl, runTimeline } from './scowl-windows.ts';
import type { Answers, BenchAggregate } from './windows.ts';

/** What was found of some aggregates over all rows. */
export interface DuelFigures extends Figures {
  readonly rowCount: number;
  readonly aggregates: readonly string[];
  readonly duckDbVersion: string;
  /** Rows whose answers were compared one by one; of the others the sums were. */
  readonly comparedRows: number;
}

/** Prime, so that no pattern of rows hides between. */
const SAMPLE_STEP = 97;

/**
 * Computes each set of aggregates over the same rows by Scowl and by DuckDB on one thread, by turns. Throws where any
 * answers differ.
 */
export async function measureDuel(
  rows: Rows,
  sets: readonly (readonly BenchAggregate[])[],
  effort: Effort,
): Promise<DuelFigures[]> {
  const duckDb = await openDuckDb(rows);
  try {
    const found: DuelFigures[] = [];
    for (const aggregates of sets) {
      const answers = new Map<string, Answers>();
      const ours = (name: string, run: typeof runScowl) =>
        timed(name, async () => void answers.set(name, await run(rows, aggregates)));
      const contestants: Contestant[] = [
        timed('DuckDB', () => duckDb.run(aggregates)),
        ours('Countersign, timelines and reads', runTimeline),
        ours('Countersign, all of the engine', runScowl),
      ];
      const figures = await measureRounds(contestants, effort, []);
      const sample = await duckDb.sample(aggregates, SAMPLE_STEP);
      const sums = await duckDb.sums(aggregates);
      for (const own of answers.values()) checkAnswers(aggregates, own, sample, sums);
      found.push({
        ...figures,
        rowCount: rows.count,
        aggregates: aggregates.map(({ name }) => name),
        duckDbVersion: duckDb.version,
        comparedRows: sample.length,
      });
    }
    return found;
  } finally {
    duckDb.close();
  }
}

/** Throws where answers differ from a sample of rows with their numbers in front, or from the sums over all rows. */
export function checkAnswers(
  aggregates: readonly BenchAggregate[],
  answers: Answers,
  sample: readonly (readonly number[])[],
  sums: readonly number[],
): void {
  if (sample.length === 0) throw new Error('there are no answers to compare with');
  for (const [index, { name }] of aggregates.entries()) {
    const own = answers[index] ?? new Float64Array();
    for (const [row = 0, ...expected] of sample) {
      if (own[row] !== expected[index]) {
        throw new Error(`${name} of row ${row}: ${own[row]}, and by DuckDB ${expected[index]}`);
      }
    }
    const sum = own.reduce((total, value) => total + value, 0);
    if (sum !== sums[index]) throw new Error(`${name} of all rows: ${sum}, and by DuckDB ${sums[index]}`);
  }
}

function timed(name: string, run: () => Promise<void>): Contestant {
  return {
    name,
    async take() {
      const meter = createMeter();
      await meter.run(run);
      return { rows: meter.each(1) };
    },
  };
}
