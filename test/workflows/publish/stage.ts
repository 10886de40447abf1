import { afterAll, beforeEach } from 'vitest';
import { createApiKey } from '../../../src/adapters/store/database/api-keys.ts';
import { type AuditRow, listAudit } from '../../../src/adapters/store/database/audit.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database/open.ts';
import type { Activation } from '../../../src/adapters/store/database/policy-activations.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import { contentHash } from '../../../src/adapters/store/hasher.ts';
import type { PolicyFile } from '../../../src/core/policy/files.ts';
import type { PublishOutcome } from '../../../src/workflows/publish/outcome.ts';
import { createPublishStore } from '../../../src/workflows/publish/ports.ts';
import { createPublisher, type Publisher } from '../../../src/workflows/publish/publisher.ts';
import { createRehearser } from '../../../src/workflows/publish/rehearser.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { createTemporaryDir } from '../../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../../support/postgres.ts';

/** A publisher over a real database, which is empty before each test but for two keys and the audit. */
export interface Stage {
  readonly pool: SqlPool;
  /** The ids of two keys. */
  readonly alice: string;
  readonly bob: string;
  /** A publisher of its own, as another process has one; `aheadMs` moves its clock on from the real one. */
  publisher(settings?: { isFourEyes?: boolean; live?: string | null; aheadMs?: number }): Publisher;
  /** What was written down since the test began, oldest first, as `who act subject`. */
  acts(): Promise<readonly string[]>;
  audit(): Promise<readonly AuditRow[]>;
}

/** Opens Postgres if it listens, otherwise the embedded database; once for all tests of a file. */
export async function openStage(): Promise<Stage> {
  const database = await openTestDatabase();
  const { pool } = database;
  const key = (name: string) =>
    createApiKey(pool, { name, hash: name, scopes: [], livemode: null, account: null, createdBy: 'system' });
  const [alice, bob] = [await key('alice'), await key('bob')];
  const rehearser = createRehearser(realClock);
  afterAll(() => rehearser.close());
  let since = 0;

  beforeEach(async () => {
    await pool.query('truncate policy_versions, policy_activations, policy_shadows, rule_breaks, list_entries');
    since = (await listAudit(pool, { limit: 1 }))[0]?.seq ?? 0;
  });

  async function audit() {
    return (await listAudit(pool, { limit: 1_000 })).filter(({ seq }) => seq > since).toReversed();
  }

  return {
    pool,
    alice: alice.id,
    bob: bob.id,
    publisher: ({ isFourEyes = false, live = null, aheadMs = 0 } = {}) =>
      createPublisher({
        store: createPublishStore(pool),
        clock: { nowMs: () => Date.now() + aheadMs },
        hash: contentHash,
        rehearse: rehearser.rehearse,
        prepare: async () => ({ isFilled: true, events: 0, share: 1 }),
        liveVersion: () => live,
        isFourEyes,
      }),
    audit,
    async acts() {
      return (await audit()).map(({ actor, act, subject }) => {
        const who = actor === null || actor === 'system' ? actor : actor.name;
        return `${who} ${act} ${subject}`;
      });
    },
  };
}

async function openTestDatabase(): Promise<Database> {
  if ((await whyNoPostgres()) === null) {
    const { url, drop } = await createPostgresDatabase();
    return opened({ url, dataDir: '' }, drop);
  }
  const { dir, remove } = createTemporaryDir();
  return opened({ url: null, dataDir: dir }, remove);
}

async function opened(where: { url: string | null; dataDir: string }, remove: () => unknown): Promise<Database> {
  const database = openDatabase({ ...where, alarms: createTestAlarms(), clock: realClock });
  afterAll(async () => {
    await database.close();
    await remove();
  });
  await database.ready();
  return database;
}

/** What went live; throws what was said instead. */
export function live(outcome: PublishOutcome): Activation {
  if (outcome.kind !== 'live') throw new Error(outcome.message);
  return outcome.activation;
}

/** The files of a sound policy; `changes` replace files by name, and null takes one away. */
export function filesOf(changes: Readonly<Record<string, string | null>> = {}): PolicyFile[] {
  const texts = {
    'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]',
    'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }',
    ...changes,
  };
  return Object.entries(texts).flatMap(([name, text]) =>
    text === null ? [] : [{ name, source: { path: `policies/${name}`, text } }],
  );
}

/** The same with another threshold: a version of its own for each. */
export function withThreshold(decline: number): PolicyFile[] {
  return filesOf({ 'profiles/a.yaml': `thresholds: { fraud_risk_score: { decline: ${decline} } }` });
}

/** `rules/all.yaml` with these rules. */
export function rulesFile(...rules: readonly object[]): Record<string, string> {
  return { 'rules/all.yaml': JSON.stringify({ rules }) };
}
