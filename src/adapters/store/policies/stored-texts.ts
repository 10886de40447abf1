import { BUILT_IN_TEXTS } from '../../../core/challenge/built-in-texts.ts';
import type { TextsByLanguage } from '../../../core/challenge/texts.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { SqlPool } from '../database/pool.ts';
import { recentVersions } from './recent.ts';

/**
 * What cardholders are asked by the version in force, for a process that does not decide: read anew now and then. The
 * built-in texts where no version was ever in force. Rejects while the database can't be asked.
 */
export function storedTexts(pool: SqlPool, clock: Clock): () => Promise<TextsByLanguage> {
  let texts: TextsByLanguage = new Map(BUILT_IN_TEXTS.map((each) => [each.language, each]));
  let readMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (clock.nowMs() - readMs <= limits.storedTextsMs) return texts;
    const [current] = await recentVersions(pool, clock.nowMs());
    readMs = clock.nowMs();
    if (current) ({ texts } = current);
    return texts;
  };
}
