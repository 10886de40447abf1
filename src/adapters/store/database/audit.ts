import { createHmac, randomBytes } from 'node:crypto';
import type { SqlPool } from './pool.ts';

/** An act, as it is written down. */
export interface AuditAct {
  /** The id of the key or the user that acted, or `system`. */
  readonly actor: string;
  /** What was done, e.g. `policy.apply`. */
  readonly act: string;
  /** What it was done to: a version, a key, a list. Not a person. */
  readonly subject: string;
  readonly detail: object;
  readonly atMs: number;
}

/** An act, as it is read. */
export interface AuditRow extends Omit<AuditAct, 'actor'> {
  readonly seq: number;
  /** Null: whoever it was has been erased. */
  readonly actor: { readonly id: string; readonly name: string | null } | 'system' | null;
}

/**
 * Writes an act down; no row is ever changed or deleted (a trigger refuses). Of the actor only an HMAC of the id under
 * a random key of its own is kept; where that was destroyed by an erasure, nothing that could be resolved. Rejects for
 * an actor that is neither a key nor a user.
 */
export async function appendAudit(pool: SqlPool, { actor, act, subject, detail, atMs }: AuditAct): Promise<void> {
  const written = actor === SYSTEM ? SYSTEM : await concealActor(pool, actor);
  await pool.query('insert into audit (at, actor, act, subject, detail) values ($1, $2, $3, $4, $5)', [
    new Date(atMs),
    written,
    act,
    subject,
    JSON.stringify(detail),
  ]);
}

/** Who acts, and when. */
export interface By {
  /** The id of a key or a user, or `system`. */
  readonly author: string;
  readonly nowMs: number;
}

/** Writes down what somebody does now. */
export function tellAct(
  pool: SqlPool,
  act: string,
  subject: string,
  { author: actor, nowMs: atMs }: By,
  detail: object,
): Promise<void> {
  return appendAudit(pool, { actor, act, subject, detail, atMs });
}

/** Acts in the reverse order of writing; `before` is the `seq` of the last one of the page before. */
export async function listAudit(
  pool: SqlPool,
  filter: {
    readonly act?: string;
    readonly subject?: string;
    /** The id of who did it, or `system`; of who was erased nothing is found. */
    readonly by?: string;
    readonly limit: number;
    readonly before?: number;
  },
): Promise<readonly AuditRow[]> {
  const actors = await knownActors(pool);
  const by = filter.by === SYSTEM ? SYSTEM : [...actors].find(([, { id }]) => id === filter.by)?.[0];
  if (filter.by !== undefined && by === undefined) return [];
  const { rows } = await pool.query<{
    seq: string;
    at: Date;
    actor: string;
    act: string;
    subject: string;
    detail: string;
  }>(
    `select seq, at, actor, act, subject, detail from audit
    where ($1::text is null or act = $1) and ($2::text is null or subject = $2) and ($3::bigint is null or seq < $3)
      and ($5::text is null or actor = $5)
    order by seq desc limit $4`,
    [filter.act ?? null, filter.subject ?? null, filter.before ?? null, filter.limit, by ?? null],
  );
  return rows.map(({ seq, at, actor, act, subject, detail }) => ({
    seq: Number(seq),
    actor: actor === SYSTEM ? SYSTEM : (actors.get(actor) ?? null),
    act,
    subject,
    detail: JSON.parse(detail) as object,
    atMs: at.getTime(),
  }));
}

const SYSTEM = 'system';

interface Actor {
  readonly id: string;
  readonly name: string | null;
  readonly audit_key: Buffer | null;
}

async function concealActor(pool: SqlPool, id: string): Promise<string> {
  const { rows } = await pool.query<Actor>(
    `select id, name, audit_key from api_keys where id = $1
    union all select id, name, audit_key from users where id = $1`,
    [id],
  );
  const [actor] = rows;
  if (!actor) throw new Error(`no API key and no user has the id ${id}: an act can't be written down as theirs`);
  return conceal(id, actor.audit_key ?? randomBytes(32));
}

/** Every actor that was not erased, by what it is called in the audit. Keys and users are few. */
async function knownActors(pool: SqlPool): Promise<Map<string, { id: string; name: string | null }>> {
  const { rows } = await pool.query<Actor>(
    `select id, name, audit_key from api_keys where audit_key is not null
    union all select id, name, audit_key from users where audit_key is not null`,
  );
  return new Map(rows.map(({ id, name, audit_key }) => [conceal(id, audit_key ?? ''), { id, name }]));
}

function conceal(id: string, key: Buffer | string): string {
  return `hmac_${createHmac('sha256', key).update(id).digest('base64url')}`;
}
