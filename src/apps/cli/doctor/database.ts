import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import { createPostgresPool } from '../../../adapters/store/database/postgres.ts';
import { type DatabaseProbe, probeDatabase } from '../../../adapters/store/database/probe.ts';
import { lockDataDir } from '../../../adapters/store/lock.ts';
import { createPglitePool } from '../../../adapters/store/pglite/pool.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import { type Finding, fault, ok, reasonOf, skipped, warning } from './finding.ts';
import type { LockReading } from './lock.ts';
import { hasProblem, type Subject } from './subject.ts';

/** What was found of the database, and its own time where it is on a machine of its own. */
export interface DatabaseReading {
  readonly finding: Finding;
  readonly serverTime: { readonly nowMs: number; readonly askedMs: number } | null;
}

/** Can the database be reached, has it our tables, and does it keep what it acknowledges? Changes nothing in it. */
export async function checkDatabase(
  subject: Subject,
  lock: LockReading['state'],
  clock: Clock,
): Promise<DatabaseReading> {
  if (hasProblem(subject, 'DATABASE_URL')) return without(skipped('database', 'DATABASE_URL names none'));
  const { databaseUrl, dataDir } = subject;
  if (databaseUrl === null) return without(await checkEmbedded(dataDir, lock, clock));
  const pool = createPostgresPool(databaseUrl);
  try {
    const startMs = clock.nowMs();
    const probe = await probeDatabase(pool);
    const askedMs = (startMs + clock.nowMs()) / 2;
    return { finding: judge('Postgres', probe, probe.isSynced), serverTime: { nowMs: probe.nowMs, askedMs } };
  } catch (error) {
    return without(unreachable(error, 'is Postgres running, and does DATABASE_URL name it with the right password?'));
  } finally {
    await pool.end();
  }
}

function without(finding: Finding): DatabaseReading {
  return { finding, serverTime: null };
}

/** The embedded database is opened only where it was made before and nobody else has it. */
async function checkEmbedded(dataDir: string, state: LockReading['state'], clock: Clock): Promise<Finding> {
  const dir = join(dataDir, 'pglite');
  if (state === 'unusable') return skipped('database', 'embedded, in a data folder that can not be used');
  if (!existsSync(dir)) return ok('database', 'embedded, made by the first start');
  if (state === 'held')
    return skipped('database', 'embedded, and in use; GET /readyz of the running Countersign tells of it');
  let lock: ReturnType<typeof lockDataDir> | null = null;
  let pool: (SqlPool & { isSynced(): boolean | null }) | null = null;
  try {
    lock = lockDataDir(dataDir);
    pool = createPglitePool({ dir, clock, lockMs: limits.sessionLockMs });
    const probe = await probeDatabase(pool);
    return judge('embedded', probe, pool.isSynced() ?? false);
  } catch (error) {
    return unreachable(
      error,
      `keep a copy of ${dir}, then see what it says: its disk may be full or its files damaged`,
    );
  } finally {
    await pool?.end();
    lock?.release();
  }
}

function unreachable(error: unknown, advice: string): Finding {
  const why = 'without it answers are kept in the journal alone, and nothing asked before the last start is known';
  return fault('database', `can't be used: ${reasonOf(error)}`, why, advice);
}

function judge(kind: string, { schema, version, mayCreate }: DatabaseProbe, isSynced: boolean): Finding {
  const found = `${kind}, ${schema === 'empty' ? 'empty' : `schema ${version}`}`;
  if (!isSynced) {
    const why = 'it acknowledges what it has not kept: a crash of its machine takes answers that were given';
    return fault('database', `${found}, not synced`, why, 'set fsync = on and synchronous_commit = on in Postgres');
  }
  if ((schema === 'empty' || schema === 'behind') && !mayCreate) {
    const why = 'the next start makes its tables, and this user may not';
    return fault('database', found, why, 'grant create on the schema to the user in DATABASE_URL');
  }
  if (schema === 'newer') {
    const why = 'a later version of Countersign has changed the tables, and this one works with what it finds';
    return warning('database', found, why, 'bring this Countersign up to that version');
  }
  return ok('database', schema === 'current' ? found : `${found}; the next start brings it up to date`);
}
