import type { Scope } from '../../../core/domain/scope.ts';
import { INPUT_KINDS, type InputKind } from '../../../core/features/input-kind.ts';
import { type SeenInput, type SeenTypes, typesOf } from '../../../core/features/seen-types.ts';
import type { SqlPool } from './pool.ts';

interface Row {
  readonly type: string;
  readonly input: string;
  readonly kind: string;
}

/** The inputs that the events of one mode and account showed; so many at most. */
export async function readSeenInputs(
  pool: SqlPool,
  { livemode, account }: Scope,
  limit: number,
): Promise<readonly SeenInput[]> {
  const { rows } = await pool.query<Row>(
    'select type, input, kind from event_types where livemode = $1 and account = $2 order by first_seen limit $3',
    [livemode, account ?? '', limit],
  );
  return seenInputs(rows);
}

/**
 * Notes inputs that were seen for the first time, or showed a wider kind, and gives their kinds as they stand then:
 * where another process saw the same input first, its kind counts.
 */
export async function noteSeenInputs(
  pool: SqlPool,
  { livemode, account }: Scope,
  inputs: readonly SeenInput[],
): Promise<readonly SeenInput[]> {
  // In one order everywhere: two processes that note the same inputs don't wait for each other.
  const sorted = inputs.toSorted((a, b) => (a.type + a.input < b.type + b.input ? -1 : 1));
  const { rows } = await pool.query<Row>(
    `insert into event_types as known (livemode, account, type, input, kind)
    select $1, $2, type, input, kind from unnest($3::text[], $4::text[], $5::text[]) as seen (type, input, kind)
    on conflict (livemode, account, type, input) do update set kind =
      case when (known.kind, excluded.kind) in (('int', 'float'), ('list:int', 'list:float'))
        then excluded.kind else known.kind end
    returning type, input, kind`,
    [
      livemode,
      account ?? '',
      sorted.map(({ type }) => type),
      sorted.map(({ input }) => input),
      sorted.map(({ kind }) => kind),
    ],
  );
  return seenInputs(rows);
}

/** What the events of all modes and accounts showed of their inputs, for the checker of features. */
export async function seenTypes(pool: SqlPool): Promise<SeenTypes> {
  const { rows } = await pool.query<Row>('select type, input, kind from event_types');
  return typesOf(seenInputs(rows));
}

/** A kind that a later version knows is none that this one can check. */
function seenInputs(rows: readonly Row[]): SeenInput[] {
  return rows.flatMap(({ type, input, kind }) => (isInputKind(kind) ? [{ type, input, kind }] : []));
}

function isInputKind(kind: string): kind is InputKind {
  return (INPUT_KINDS as readonly string[]).includes(kind);
}
