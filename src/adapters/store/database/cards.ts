import type { CardField, CardState } from '../../../core/domain/card-state.ts';
import { type CardholderState, phoneOf } from '../../../core/domain/cardholder-state.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { type Known, latestOf } from '../../../core/domain/sighting.ts';
import type { SqlPool } from './pool.ts';

/** Whose state it is. */
interface Named {
  readonly scope: Scope;
  readonly id: string;
}

interface StateRow<State> {
  readonly livemode: boolean;
  readonly account: string;
  readonly id: string;
  readonly state: State;
}

/** Names a card or cardholder apart from those of other worlds. */
export function nameOf({ scope, id }: Named): string {
  return `${scope.livemode} ${scope.account ?? ''} ${id}`;
}

type StateTable = 'cards' | 'cardholders';

/** What is known of these, by their names; who is not in it is unknown. */
async function readStates<State>(
  pool: SqlPool,
  table: StateTable,
  named: readonly Named[],
): Promise<Map<string, State>> {
  if (named.length === 0) return new Map();
  const { rows } = await pool.query<StateRow<State>>(
    `select livemode, account, id, state from ${table}
    where (livemode, account, id) in (select * from unnest($1::boolean[], $2::text[], $3::text[]))`,
    [
      named.map(({ scope }) => scope.livemode),
      named.map(({ scope }) => scope.account ?? ''),
      named.map(({ id }) => id),
    ],
  );
  return new Map(
    rows.map(({ livemode, account, id, state }) => [
      nameOf({ scope: { livemode, account: account === '' ? null : account }, id }),
      state,
    ]),
  );
}

/** What is known of cards, by `nameOf`. */
export async function readCards(pool: SqlPool, named: readonly Named[]): Promise<Map<string, CardState>> {
  return readStates<CardState>(pool, 'cards', named);
}

/** What is known of cardholders, by `nameOf`. */
export async function readCardholders(pool: SqlPool, named: readonly Named[]): Promise<Map<string, CardholderState>> {
  return readStates<CardholderState>(pool, 'cardholders', named);
}

/** What is known of one card. */
export async function findCard(pool: SqlPool, scope: Scope, id: string): Promise<CardState | null> {
  return (await readCards(pool, [{ scope, id }])).get(nameOf({ scope, id })) ?? null;
}

/** What is known of one cardholder. */
export async function findCardholder(pool: SqlPool, scope: Scope, id: string): Promise<CardholderState | null> {
  return (await readCardholders(pool, [{ scope, id }])).get(nameOf({ scope, id })) ?? null;
}

/** The cards of a cardholder, by their ids, at most so many. */
export async function cardsOfCardholder(
  pool: SqlPool,
  { livemode, account }: Scope,
  cardholder: string,
  limit: number,
): Promise<readonly { readonly id: string; readonly state: CardState }[]> {
  const { rows } = await pool.query<{ id: string; state: CardState }>(
    `select id, state from cards where livemode = $1 and account = $2 and cardholder = $3 order by id limit $4`,
    [livemode, account ?? '', cardholder, limit],
  );
  return rows;
}

/** Writes what is known of cards; each stands once in it. */
export async function writeCards(pool: SqlPool, cards: readonly (Named & { state: CardState })[]): Promise<void> {
  if (cards.length === 0) return;
  const rows = cards.map(({ state, ...named }) => ({
    ...rowOf(named, state.known),
    cardholder: wordOf(state.known, 'cardholder'),
    status: wordOf(state.known, 'status'),
    state,
  }));
  await pool.query(
    `insert into cards (livemode, account, id, cardholder, status, known_at, state)
    select livemode, account, id, cardholder, status, known_at, state
    from jsonb_to_recordset($1::jsonb) as card (livemode boolean, account text, id text, cardholder text, status text,
      known_at timestamptz, state jsonb)
    on conflict (livemode, account, id) do update set cardholder = excluded.cardholder, status = excluded.status,
      known_at = excluded.known_at, state = excluded.state`,
    [JSON.stringify(rows)],
    'write_cards',
  );
}

/**
 * Writes what is known of cardholders; each stands once in it. Where it became known that a phone is another one, or is
 * no longer, that is numbered, for those who ask cardholders.
 */
export async function writeCardholders(
  pool: SqlPool,
  cardholders: readonly (Named & { state: CardholderState })[],
): Promise<void> {
  if (cardholders.length === 0) return;
  const rows = cardholders.map(({ state, ...named }) => {
    const status = state.known.status?.[0] ?? null;
    const { sinceMs } = phoneOf(state);
    const since = sinceMs === null ? null : new Date(sinceMs).toISOString();
    return { ...rowOf(named, state.known), status, state, phone_since: since };
  });
  await pool.query(
    `insert into cardholders (livemode, account, id, status, known_at, state, phone_since, revision)
    select livemode, account, id, told.status, told.known_at, told.state, told.phone_since,
      case when told.phone_since is distinct from was.phone_since then nextval('challenge_revisions') end
    from jsonb_to_recordset($1::jsonb) as told (livemode boolean, account text, id text, status text,
      known_at timestamptz, state jsonb, phone_since timestamptz)
    left join cardholders as was using (livemode, account, id)
    on conflict (livemode, account, id) do update set status = excluded.status, known_at = excluded.known_at,
      state = excluded.state, phone_since = excluded.phone_since,
      revision = coalesce(excluded.revision, cardholders.revision)`,
    [JSON.stringify(rows)],
    'write_cardholders',
  );
}

/** The connected accounts of which cards or cardholders are known, with the platform's own (null) first. */
export async function knownAccounts(pool: SqlPool, livemode: boolean): Promise<readonly (string | null)[]> {
  const { rows } = await pool.query<{ account: string }>(
    `select account from cards where livemode = $1 and account <> ''
    union select account from cardholders where livemode = $1 and account <> '' order by account`,
    [livemode],
  );
  return [null, ...rows.map(({ account }) => account)];
}

function rowOf({ scope, id }: Named, known: Known) {
  const knownAt = new Date(latestOf(known)?.atMs ?? 0).toISOString();
  return { livemode: scope.livemode, account: scope.account ?? '', id, known_at: knownAt };
}

function wordOf(known: Known<CardField>, field: CardField): string | null {
  const value = known[field]?.[0];
  return typeof value === 'string' ? value : null;
}
