import { statfs } from 'node:fs/promises';
import type { z } from 'zod';
import { listProcesses } from '../../../../adapters/store/database/processes.ts';
import { seenApiVersions, serverVersion } from '../../../../adapters/store/database/server.ts';
import { limits } from '../../../../core/domain/limits.ts';
import type { SeenPresence } from '../../../../core/domain/presence.ts';
import { SHOWN_LIMITS } from '../../../../core/domain/shown-limits.ts';
import { STAYING_ROWS, STORED_ROWS } from '../../../../core/domain/stored-rows.ts';
import { systemState } from '../../../../sdk/schema/system.ts';
import type { ApiPorts } from '../ports.ts';
import { route } from '../route.ts';
import { sayTime } from '../say.ts';

/** What runs. */
export const SYSTEM_ROUTES = [
  route({
    id: 'system.get',
    method: 'get',
    path: '/system',
    wants: 'read',
    // Names of processes and versions alone: no address, no path, no value of a setting.
    reach: 'shared',
    summary: 'What runs in which version, on what, how far each part is, and by which limits.',
    answer: systemState,
    async handle({ system, pool, clock }) {
      const { dataDir, database, stripe, ...own } = system();
      const [asked, disk] = await Promise.all([askDatabase(pool, clock.nowMs(), database.state), diskOf(dataDir)]);
      return {
        ...own,
        database: { ...database, server: asked?.server ?? null },
        stripe: { ...stripe, seen: asked?.seen ?? [] },
        disk,
        processes: asked?.processes ?? [],
        limits: SHOWN_LIMITS.map((shown) => ({ ...shown, value: limits[shown.name] })),
        retention: [
          ...STORED_ROWS.map(({ table, days, what }) => ({ table, days, what })),
          ...Object.entries(STAYING_ROWS).map(([table, what]) => ({ table, days: null, what })),
        ],
      };
    },
  }),
];

/** What only the database knows; null while it is not open, since all the rest can be told all the same. */
async function askDatabase(pool: ApiPorts['pool'], nowMs: number, state: 'connecting' | 'open' | 'closed') {
  if (state !== 'open') return null;
  const [server, seen, processes] = await Promise.all([
    serverVersion(pool),
    seenApiVersions(pool, limits.apiVersionEvents),
    listProcesses(pool, nowMs - limits.presenceShownMs, limits.maxShownProcesses),
  ]);
  return {
    server,
    seen: seen.map(({ version, lastAtMs }) => ({ version, last_at: sayTime(lastAtMs) })),
    processes: processes.map((process) => sayProcess(process, nowMs)),
  };
}

function sayProcess(seen: SeenPresence, nowMs: number): z.input<typeof systemState>['processes'][number] {
  const { id, name, role, program, node, policyVersion, startedAtMs, seenAtMs, stoppedAtMs } = seen;
  const isSilent = nowMs - seenAtMs > limits.presenceGoneMs;
  return {
    ...{ id, name, role, program, node, policy_version: policyVersion },
    ...{ started_at: sayTime(startedAtMs), seen_at: sayTime(seenAtMs) },
    state: stoppedAtMs !== null ? 'stopped' : isSilent ? 'silent' : 'up',
  };
}

async function diskOf(folder: string) {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free_bytes: bavail * bsize, total_bytes: blocks * bsize };
  } catch {
    return null;
  }
}
