import { timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import { SqlError } from '../../adapters/store/database/errors.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { createUser, findByLogin, type User } from '../../adapters/store/database/users.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { within } from '../../core/decision/within.ts';
import { limits } from '../../core/domain/limits.ts';
import { openSession } from '../../workflows/access/open-session.ts';
import { browserOf } from './v1/browser.ts';

/** What the demo's own way in stands on. */
export interface DemoDoorPorts {
  readonly pool: SqlPool;
  /** Resolves when the database can be reached: at a first start that takes seconds. */
  databaseReady(): Promise<void>;
  readonly clock: Clock;
}

const LOGIN = 'demo';
const DISABLED = `The user "${LOGIN}" is disabled: another admin enables them, or signs in at /sign-in themselves.\n`;

/** It looks again by itself. */
const WAITING = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<title>Countersign</title><p>The demo is making its database; the console opens in a moment.</p></html>
`;

/**
 * `/demo/:token`: signs in whoever comes with the token as the demo's admin, and leads to the console. Only the demo
 * opens it, which listens on this machine alone, for its own data; the token is good while that demo runs.
 */
export function demoDoor({ pool, databaseReady, clock }: DemoDoorPorts, token: string): Router {
  const router = Router();
  router.get('/demo/:token', async (request, response) => {
    if (!isSame(String(request.params.token), token)) {
      response.status(404).type('text').send('This link is of another demo: take the one that the terminal shows.\n');
      return;
    }
    const ready = await within(databaseReady(), limits.demoDoorMs, clock);
    if (ready?.kind !== 'done') {
      response.type('html').send(WAITING);
      return;
    }
    const browser = browserOf(request, response, null);
    const user = await demoAdmin(pool);
    const by = { proof: { kind: 'link' }, before: browser.session, nowMs: clock.nowMs() } as const;
    const opened = user && (await openSession(pool, user, by));
    if (!opened) {
      response.status(403).type('text').send(DISABLED);
      return;
    }
    browser.keep(opened.secret, opened.expiresAtMs);
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).redirect(303, '/');
  });
  return router;
}

/** Null where they are disabled. */
async function demoAdmin(pool: SqlPool): Promise<User | null> {
  const found = await findByLogin(pool, LOGIN);
  if (found) return found.user;
  try {
    return await createUser(pool, { name: 'Demo', login: LOGIN, role: 'admin', createdBy: 'system', password: null });
  } catch (error) {
    if (!(error instanceof SqlError) || error.code !== '23505') throw error;
    // Another first opening was faster, or they are there and disabled.
    return (await findByLogin(pool, LOGIN))?.user ?? null;
  }
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
