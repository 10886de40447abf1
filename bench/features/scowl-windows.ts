import { openTimelines } from '../../src/adapters/counters/memory-timelines.ts';
import { dataEvent } from '../../src/core/features/data-event.ts';
import type { TimelineDefinition } from '../../src/core/features/timeline/definition.ts';
import { compileReads } from '../../src/core/features/timeline/read.ts';
import { START_MS } from './asks.ts';
import { benchEngine } from './counting.ts';
import { programOfText } from './programs.ts';
import type { Rows } from './rows.ts';
import type { Answers, BenchAggregate, BenchColumn } from './windows.ts';

const SCOPE = { livemode: true, account: null };

/**
 * Computes the aggregates of every row as features of an event: each row is one event that is evaluated by the engine,
 * over new timelines in memory, after the one before.
 */
export async function runScowl(rows: Rows, aggregates: readonly BenchAggregate[]): Promise<Answers> {
  const lines = aggregates.map(({ name, scowl }) => `${name} := ${scowl}`);
  const { plan } = programOfText(['event purchase', ...lines].join('\n'));
  const engine = benchEngine(openTimelines());
  const answers = aggregates.map(() => new Float64Array(rows.count));
  for (let row = 0; row < rows.count; row += 1) {
    const atMs = timeOf(rows, row);
    const data = { card: rows.cards[row] ?? 0, merchant: rows.merchants[row] ?? 0, amount: rows.amounts[row] ?? 0 };
    const event = { type: 'purchase', id: `purchase_${row}`, scope: SCOPE, atMs, arrival: row, ...dataEvent(data) };
    const { values } = await engine.evaluate(event, plan, 'count');
    for (const [index, { name }] of aggregates.entries()) {
      const column = answers[index];
      if (column) column[row] = Number(values.get(name));
    }
  }
  return answers;
}

const COLUMNS: readonly { readonly name: BenchColumn; readonly kind: 'number' | 'identity' }[] = [
  { name: 'amount', kind: 'number' },
  { name: 'merchant', kind: 'identity' },
];

/**
 * The same without the engine: the timelines in memory that it writes to, and the reads that it compiles. A column that
 * nothing reads is not written.
 */
export async function runTimeline(rows: Rows, aggregates: readonly BenchAggregate[]): Promise<Answers> {
  const columns = COLUMNS.filter(({ name }) => aggregates.some(({ read }) => read.column === name));
  const timeline: TimelineDefinition = {
    id: 'bench',
    event: 'purchase',
    keys: ['card'],
    columns: columns.map(({ name, kind }) => ({ text: name, kind })),
    windowsMs: [...new Set(aggregates.map(({ windowSeconds }) => windowSeconds * 1_000))].sort((a, b) => a - b),
  };
  const reads = aggregates.map(({ read, windowSeconds }) => ({
    function: read.function,
    column: read.column === null ? null : columns.findIndex(({ name }) => name === read.column),
    outcomes: null,
    windowMs: windowSeconds * 1_000,
    isExclusive: false,
  }));
  const read = compileReads(timeline, reads);
  const store = openTimelines();
  const answers = aggregates.map(() => new Float64Array(rows.count));
  for (let row = 0; row < rows.count; row += 1) {
    const atMs = timeOf(rows, row);
    const values = columns.map(({ name }) =>
      name === 'amount' ? (rows.amounts[row] ?? 0) : String(rows.merchants[row]),
    );
    const entry = { id: `purchase_${row}`, atMs, arrival: row, outcome: 'none', values } as const;
    const key = String(rows.cards[row]);
    const [reply] = await store.apply([{ timeline, scope: SCOPE, key, entry, isRead: true }]);
    if (!reply?.state) throw new Error('the timeline was not read');
    const results = read(reply.state, entry, atMs);
    for (let index = 0; index < results.length; index += 1) {
      const column = answers[index];
      if (column) column[row] = Number(results[index]?.value);
    }
  }
  return answers;
}

function timeOf({ seconds }: Rows, row: number): number {
  return START_MS + (seconds[row] ?? 0) * 1_000;
}
