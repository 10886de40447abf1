import type { Scope } from '../../core/domain/scope.ts';
import type { Cell } from '../../core/history/cell.ts';
import type { HistoryColumn, OwnColumn } from '../../core/history/columns.ts';

/** Rows, column by column. */
export interface CellChunk {
  readonly rows: number;
  /** The cells of a column, by its index. */
  column(index: number): readonly Cell[];
}

/** One key of an object's metadata. */
export interface MetadataCells {
  readonly key: string;
  cellAt(row: number): Cell;
}

/** The cells of some rows, by what they are. */
export interface CellSource {
  /** All cells of a column; of one that is not there null in every row. */
  readonly all: Readonly<Record<ReadAtOnce, readonly Cell[]>>;
  /** Null where there is no such column, too. */
  own(name: OwnColumn, row: number): Cell;
  attribute(name: string, row: number): Cell;
  feature(name: string, row: number): Cell;
  scope(row: number): Scope;
  readonly metadata: Readonly<Record<'authorization' | 'card' | 'cardholder', readonly MetadataCells[]>>;
}

/** Columns that are read of every row, whatever is decided: none of them costs more than a number, but rarely. */
const READ_AT_ONCE = [
  ...(['created', 'event', 'approved', 'disputed_at', 'is_fraud', 'refunded', 'history_length'] as const),
  ...([
    'amount',
    'currency',
    'previously_approved_amount',
    'is_incremental',
    'is_verified_by_fraud_challenge',
  ] as const),
];
type ReadAtOnce = (typeof READ_AT_ONCE)[number];

const LIVE: Scope = { livemode: true, account: null };

/** Where in a history which cell stands. */
export function createLayout(columns: readonly HistoryColumn[]): (chunk: CellChunk) => CellSource {
  const own = placesOf(columns, 'own');
  const attributes = placesOf(columns, 'attribute');
  const features = placesOf(columns, 'feature');
  const isOneScope = !attributes.has('livemode') && !attributes.has('connected_account');
  const keysOf = (owner: 'authorization' | 'card' | 'cardholder') =>
    columns.flatMap(({ meaning }, index) =>
      meaning.kind === 'metadata' && meaning.owner === owner ? [{ key: meaning.key, index }] : [],
    );
  const keys = { authorization: keysOf('authorization'), card: keysOf('card'), cardholder: keysOf('cardholder') };
  const atOnce = READ_AT_ONCE.map((name) => [name, own.get(name) ?? attributes.get(name) ?? null] as const);

  return (chunk) => {
    const at = (places: ReadonlyMap<string, number>, name: string, row: number): Cell => {
      const index = places.get(name);
      return index === undefined ? null : (chunk.column(index)[row] ?? null);
    };
    const cellsOf = (of: readonly { readonly key: string; readonly index: number }[]): MetadataCells[] =>
      of.map(({ key, index }) => ({ key, cellAt: (row) => chunk.column(index)[row] ?? null }));
    const nothing: readonly Cell[] = new Array(chunk.rows).fill(null);
    return {
      all: Object.fromEntries(
        atOnce.map(([name, index]) => [name, index === null ? nothing : chunk.column(index)]),
      ) as CellSource['all'],
      own: (name, row) => at(own, name, row),
      attribute: (name, row) => at(attributes, name, row),
      feature: (name, row) => at(features, name, row),
      scope(row) {
        if (isOneScope) return LIVE;
        const account = at(attributes, 'connected_account', row);
        return {
          livemode: at(attributes, 'livemode', row) !== false,
          account: typeof account === 'string' ? account : null,
        };
      },
      metadata: {
        authorization: cellsOf(keys.authorization),
        card: cellsOf(keys.card),
        cardholder: cellsOf(keys.cardholder),
      },
    };
  };
}

function placesOf(columns: readonly HistoryColumn[], kind: 'own' | 'attribute' | 'feature'): Map<string, number> {
  return new Map(
    columns.flatMap(({ meaning }, index): [string, number][] => (meaning.kind === kind ? [[meaning.name, index]] : [])),
  );
}
