import type { SqlPool } from './pool.ts';
import { inTransaction } from './transaction.ts';

/** A version that was made the live one: the latest activation is in force. */
export interface Activation {
  readonly seq: number;
  readonly version: string;
  /** The id of the key that activated it. */
  readonly author: string;
  readonly note: string | null;
  readonly kind: 'apply' | 'rollback' | 'break_glass' | 'expiry';
  readonly atMs: number;
  /** When the one before should come back; null: never. */
  readonly expiresAtMs: number | null;
}

/**
 * Makes a stored version the live one. With `expected` only if the activation in force is still that one (null: none);
 * otherwise nothing is changed and the one in force is given as the conflict. Rejects with an SqlError of code 23503
 * for a version that was never stored.
 */
export async function activate(
  pool: SqlPool,
  activation: Omit<Activation, 'seq' | 'atMs'>,
  expected?: { readonly activeSeq: number | null },
): Promise<Activation | { readonly conflict: Activation | null }> {
  const { version, author, note, kind, expiresAtMs } = activation;
  return inTransaction(pool, async (query) => {
    // One after the other: the latest `seq` is the one that came last, and nobody activates between look and write.
    await query('lock table policy_activations in share row exclusive mode');
    if (expected) {
      const { rows } = await query<ActivationRow>(`${ACTIVATIONS} limit 1`);
      const active = rows[0] ? activationOf(rows[0]) : null;
      if ((active?.seq ?? null) !== expected.activeSeq) return { conflict: active };
    }
    const { rows } = await query<ActivationRow>(
      `insert into policy_activations (version, author, note, kind, expires_at) values ($1, $2, $3, $4, $5)
      returning seq, version, author, note, kind, at, expires_at`,
      [version, author, note, kind, expiresAtMs === null ? null : new Date(expiresAtMs)],
    );
    return activationOf(rows[0] as ActivationRow);
  });
}

/** The activation in force; null where none was ever made. */
export async function activeVersion(pool: SqlPool): Promise<Activation | null> {
  const [active] = await listActivations(pool, 1);
  return active ?? null;
}

/** The latest activations, newest first. */
export async function listActivations(pool: SqlPool, limit: number): Promise<readonly Activation[]> {
  const { rows } = await pool.query<ActivationRow>(`${ACTIVATIONS} limit $1`, [limit]);
  return rows.map(activationOf);
}

/** The activations of a span of time, in their order. */
export async function activationsIn(
  pool: SqlPool,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<readonly Activation[]> {
  const { rows } = await pool.query<ActivationRow>(
    `select seq, version, author, note, kind, at, expires_at from policy_activations where at >= $1 and at < $2
    order by seq`,
    [new Date(fromMs), new Date(toMs)],
  );
  return rows.map(activationOf);
}

/** Has a stored version evaluated beside the live one from now on; null ends it. */
export async function setShadow(pool: SqlPool, version: string | null, author: string): Promise<void> {
  await pool.query('insert into policy_shadows (version, author) values ($1, $2)', [version, author]);
}

/** The version in shadow and since when; null where there is none. */
export async function currentShadow(
  pool: SqlPool,
): Promise<{ readonly version: string; readonly author: string; readonly sinceMs: number } | null> {
  const { rows } = await pool.query<{ version: string | null; author: string; at: Date }>(
    'select version, author, at from policy_shadows order by seq desc limit 1',
  );
  const [row] = rows;
  return row?.version == null ? null : { version: row.version, author: row.author, sinceMs: row.at.getTime() };
}

const ACTIVATIONS = 'select seq, version, author, note, kind, at, expires_at from policy_activations order by seq desc';

/** An activation as the database gives it. */
export interface ActivationRow {
  readonly seq: string;
  readonly version: string;
  readonly author: string;
  readonly note: string | null;
  readonly kind: Activation['kind'];
  readonly at: Date;
  readonly expires_at: Date | null;
}

/** An activation from its row. */
export function activationOf({ seq, at, expires_at, ...row }: ActivationRow): Activation {
  const { version, author, note, kind } = row;
  return {
    seq: Number(seq),
    version,
    author,
    note,
    kind,
    atMs: at.getTime(),
    expiresAtMs: expires_at?.getTime() ?? null,
  };
}
