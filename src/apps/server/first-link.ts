import type { Logger } from '../../adapters/log/logger.ts';
import { DatabaseUnavailable } from '../../adapters/store/database/errors.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { linkUrl, makeFirstLink } from '../../workflows/access/first-link.ts';

/** What a start without users stands on. */
export interface FirstLinkPorts {
  readonly pool: SqlPool;
  /** Resolves when the database can be reached. */
  databaseReady(): Promise<void>;
  readonly logger: Logger;
  readonly clock: Clock;
}

/**
 * Where there is no user yet, makes the link by which the first one comes in, as soon as the database can be reached,
 * and logs it; `tell` gets it, too. Each start makes a new one, and those before it are void. It never rejects.
 */
export async function offerFirstLink(
  { pool, databaseReady, logger, clock }: FirstLinkPorts,
  base: string,
  tell: (url: string) => void,
): Promise<void> {
  try {
    await databaseReady();
    const link = await makeFirstLink(pool, { author: 'system', nowMs: clock.nowMs() });
    if (!link) return;
    const url = linkUrl(base, link);
    logger.info({ url, expires_at: new Date(link.expiresAtMs).toISOString() }, 'nobody can sign in yet: this link can');
    tell(url);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) logger.warn({ err: error }, 'no link to sign in by could be made');
  }
}
