import { type By, tellAct } from '../../adapters/store/database/audit.ts';
import { changeChannel, findChannel, type StoredChannel } from '../../adapters/store/database/challenge-channels.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { together } from '../../adapters/store/database/together.ts';
import type { ChallengeChannel } from '../../core/domain/challenge.ts';
import type { Scope } from '../../core/domain/scope.ts';

/**
 * Switches a channel off, because an answer that used it was refused. One that was given before somebody switched the
 * channel on again says nothing of how it is now; one that is off already stays as it is.
 */
export async function switchOff(
  pool: SqlPool,
  channel: ChallengeChannel,
  scope: Scope,
  { because, atMs, answeredAtMs }: { readonly because: string; readonly atMs: number; readonly answeredAtMs: number },
): Promise<void> {
  await together(pool, async (joined) => {
    const known = await findChannel(joined, channel, scope);
    if (known && (known.onAtMs === null || known.onAtMs > answeredAtMs)) return;
    await changeChannel(joined, { channel, scope, offAtMs: atMs, because, onAtMs: null, changedBy: null });
    await tellAct(joined, 'challenge.channel_off', channel, { author: 'system', nowMs: atMs }, { because, ...scope });
  });
}

/** Switches a channel off because somebody says so; null where it is off already. */
export function pauseChannel(
  pool: SqlPool,
  channel: ChallengeChannel,
  scope: Scope,
  by: By,
): Promise<StoredChannel | null> {
  return together(pool, async (joined) => {
    const known = await findChannel(joined, channel, scope);
    if (known?.onAtMs === null) return null;
    const paused = { channel, scope, offAtMs: by.nowMs, because: 'paused', onAtMs: null, changedBy: by.author };
    await changeChannel(joined, paused);
    await tellAct(joined, 'challenge.channel_off', channel, by, { because: 'paused', ...scope });
    return paused;
  });
}

/** Switches a channel on again; null where it is not off. */
export function resumeChannel(
  pool: SqlPool,
  channel: ChallengeChannel,
  scope: Scope,
  by: By,
): Promise<StoredChannel | null> {
  return together(pool, async (joined) => {
    const known = await findChannel(joined, channel, scope);
    if (!known || known.onAtMs !== null) return null;
    const resumed = { ...known, onAtMs: by.nowMs, changedBy: by.author };
    await changeChannel(joined, resumed);
    await tellAct(joined, 'challenge.channel_on', channel, by, { ...scope });
    return resumed;
  });
}
