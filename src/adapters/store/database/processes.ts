import type { Presence, SeenPresence } from '../../../core/domain/presence.ts';
import type { SqlPool } from './pool.ts';

/** Writes that a process is there at this moment, or that it ends. */
export async function sayPresence(pool: SqlPool, presence: Presence, nowMs: number, isEnding = false): Promise<void> {
  const { id, name, role, program, node, policyVersion, startedAtMs } = presence;
  const times = [new Date(startedAtMs), new Date(nowMs), isEnding ? new Date(nowMs) : null];
  await pool.query(
    `insert into processes (id, name, role, program, node, policy_version, started_at, seen_at, stopped_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (id) do update set policy_version = excluded.policy_version, seen_at = excluded.seen_at,
      stopped_at = excluded.stopped_at`,
    [id, name, role, program, node, policyVersion, ...times],
    'say_presence',
  );
}

/** Processes that were there since a moment, those that started last first; so many at most. */
export async function listProcesses(pool: SqlPool, sinceMs: number, limit: number): Promise<SeenPresence[]> {
  const { rows } = await pool.query<ProcessRow>(
    'select * from processes where seen_at >= $1 order by started_at desc, id limit $2',
    [new Date(sinceMs), limit],
  );
  return rows.map(({ policy_version, started_at, seen_at, stopped_at, ...row }) => ({
    ...row,
    policyVersion: policy_version,
    startedAtMs: started_at.getTime(),
    seenAtMs: seen_at.getTime(),
    stoppedAtMs: stopped_at?.getTime() ?? null,
  }));
}

interface ProcessRow extends Pick<Presence, 'id' | 'name' | 'role' | 'program' | 'node'> {
  readonly policy_version: string | null;
  readonly started_at: Date;
  readonly seen_at: Date;
  readonly stopped_at: Date | null;
}
