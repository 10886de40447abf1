import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, test } from 'vitest';
import { openTimelines } from '../../src/adapters/counters/memory-timelines.ts';
import type { ScowlValue } from '../../src/core/features/scowl-value.ts';
import type { AggregateFunction } from '../../src/core/features/term.ts';
import type { AggregateRead, ColumnKind, TimelineDefinition } from '../../src/core/features/timeline/definition.ts';
import { compileReads } from '../../src/core/features/timeline/read.ts';

// Against sliding windows that were computed elsewhere, over purchases that an independent generator made. They are no
// part of this project: COUNTERSIGN_SHARED says where they are, and without it this test is skipped.
const shared = process.env.COUNTERSIGN_SHARED;
const reference = join(shared ?? '', 'data', 'reference-windows.parquet');
const whyNot =
  shared === undefined ? 'COUNTERSIGN_SHARED is not set' : existsSync(reference) ? null : `there is no ${reference}`;

const HOUR = 3_600_000;
const WINDOWS_MS = [HOUR, 24 * HOUR, 7 * 24 * HOUR];
const SCOPE = { livemode: true, account: null };

interface Purchase {
  readonly id: number;
  readonly atMs: number;
  readonly customer: string;
  readonly terminal: string;
  readonly cents: number;
}

/** The first rows of the table, in its order. */
function readPurchases(count: number): Purchase[] {
  const script = `xz -dkc "$1" | head -n ${count + 1}`;
  const table = join(shared ?? '', 'data', 'transactions.csv.xz');
  const text = execFileSync('bash', ['-c', script, 'bash', table], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const [, ...lines] = text.trimEnd().split('\n');
  const rows = lines.map((line) => {
    const [id = '', timestamp = '', customer = '', terminal = '', amount = ''] = line.split(',');
    return { id: Number(id), atMs: Date.parse(timestamp), customer, terminal, cents: Math.round(Number(amount) * 100) };
  });
  return rows.toSorted((a, b) => a.atMs - b.atMs || a.id - b.id);
}

/** What must come out: numbers in the order of `COLUMNS`, null where there is none; amounts in cents. */
async function readReference(): Promise<ReadonlyMap<number, readonly (number | null)[]>> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const numbers = COLUMNS.map((name) => (/sum|max/.test(name) ? `(${name} * 100)::bigint` : name));
    const columns = ['transaction_id', ...numbers].map((name) => `(${name})::double`);
    const rows = await connection.runAndReadAll(`select ${columns.join()} from '${reference}'`);
    return new Map((rows.getRows() as (number | null)[][]).map(([id, ...values]) => [Number(id), values]));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const NAMES = ['1h', '24h', '7d'];
const COLUMNS = [
  ...NAMES.flatMap((window) => ['n', 'sum', 'max', 'dt'].map((what) => `c_${what}_${window}`)),
  ...NAMES.flatMap((window) => ['n', 'dc'].map((what) => `t_${what}_${window}`)),
];

function timeline(id: string, columns: readonly ColumnKind[]): TimelineDefinition {
  return {
    id,
    event: 'purchase',
    keys: [id],
    columns: columns.map((kind) => ({ text: kind, kind })),
    windowsMs: WINDOWS_MS,
  };
}

function readsOf(...wanted: readonly (readonly [AggregateFunction, number | null])[]): AggregateRead[] {
  return WINDOWS_MS.flatMap((windowMs) =>
    wanted.map(([name, column]) => ({ function: name, column, outcomes: null, windowMs, isExclusive: true })),
  );
}

/** Money comes in dollars; the reference is in cents. */
function inCents(value: ScowlValue, name: string | undefined): number | null {
  if (typeof value !== 'number') return null;
  return /sum|max/.test(name ?? '') ? Math.round(value * 100) : value;
}

describe.skipIf(whyNot !== null)(whyNot ? `the reference windows: skipped, ${whyNot}` : 'the reference windows', () => {
  test('are what the counters tell of all rows, exact to the cent, ties included', { timeout: 180_000 }, async () => {
    const expected = await readReference();
    const purchases = readPurchases(expected.size);
    expect(purchases).toHaveLength(200_000);

    const store = openTimelines();
    const customers = timeline('customer', ['money', 'identity']);
    const terminals = timeline('terminal', ['identity']);
    const ofCustomer = readsOf(['Count', null], ['Sum', 0], ['Max', 0], ['CountUnique', 1]);
    const ofTerminal = readsOf(['Count', null], ['CountUnique', 0]);
    const readCustomer = compileReads(customers, ofCustomer);
    const readTerminal = compileReads(terminals, ofTerminal);

    const wrong: unknown[] = [];
    let approximate = 0;
    for (const [arrival, { id, atMs, customer, terminal, cents }] of purchases.entries()) {
      const entry = { id: String(id), atMs, arrival, outcome: 'none' } as const;
      const atCustomer = { ...entry, values: [[cents, 'usd'], terminal] };
      const atTerminal = { ...entry, values: [customer] };
      const [first, second] = await store.apply([
        { timeline: customers, scope: SCOPE, key: customer, entry: atCustomer, isRead: true },
        { timeline: terminals, scope: SCOPE, key: terminal, entry: atTerminal, isRead: true },
      ]);
      if (!first?.state || !second?.state) throw new Error('counters are cold');
      const results = [...readCustomer(first.state, atCustomer, atMs), ...readTerminal(second.state, atTerminal, atMs)];
      if (results.some(({ isApproximate }) => isApproximate)) approximate++;
      const values = results.map(({ value }, index) => inCents(value, COLUMNS[index]));
      const wanted = expected.get(id);
      const at = values.findIndex((value, index) => value !== (wanted?.[index] ?? null));
      if (at !== -1) wrong.push({ id, column: COLUMNS[at], got: values[at], wanted: wanted?.[at] });
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(approximate).toBe(0);
  });
});
