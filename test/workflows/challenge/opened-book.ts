import { onTestFinished } from 'vitest';
import type { ChangedChallenge } from '../../../src/adapters/store/database/challenge-book.ts';
import type { SqlPool } from '../../../src/adapters/store/database/pool.ts';
import { type KeptChallenges, keepChallenges } from '../../../src/adapters/store/kept-challenges.ts';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import { startBook } from '../../../src/workflows/challenge/book.ts';
import { authorizationOf } from '../../support/asks.ts';
import { createManualClock } from '../../support/clock.ts';
import { gatedPool } from '../../support/database.ts';
import { temporaryFolder } from '../../support/folder.ts';

export const NOW = 1_790_000_000_000;
export const NOTHING_KEPT: KeptChallenges = { rejections: [], allowances: [] };

/** An ask at that time, of the card, holder and merchant that `challengeOf` is about. */
export function askAt(atMs: number, changes: Record<string, unknown> = {}): Authorization {
  return { ...authorizationOf(changes), askedAtMs: atMs };
}

/** A book that looks when it is told to; the database can be taken away from it. */
export function openBook(
  database: SqlPool,
  { kept = NOTHING_KEPT, isNew = false, dataDir = temporaryFolder() } = {} as {
    kept?: KeptChallenges;
    isNew?: boolean;
    dataDir?: string;
  },
) {
  const pool = gatedPool(database);
  const manual = createManualClock(NOW);
  const shifted = { ms: 0 };
  const clock = { ...manual, nowMs: () => manual.nowMs() + shifted.ms };
  const told: ChangedChallenge[] = [];
  const warnings: unknown[] = [];
  const book = startBook({
    pool,
    clock,
    kept,
    isNew,
    logger: { warn: (...words: unknown[]) => void warnings.push(words) },
    keep: (known) => keepChallenges(dataDir, known),
    tell: (changed) => void told.push(...changed),
  });
  onTestFinished(() => book.close());
  return { pool, clock, shifted, book, told, warnings, dataDir };
}
