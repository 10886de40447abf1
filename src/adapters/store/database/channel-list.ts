import { CHALLENGE_CHANNELS, type ChallengeChannel } from '../../../core/domain/challenge.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** A way to ask cardholders, and whether it was switched off in a mode and account. */
export interface ChannelRow {
  readonly channel: ChallengeChannel;
  /** When it was switched off last; null: never. */
  readonly offAtMs: number | null;
  readonly because: string | null;
  /** When it was resumed after that; null: it is off, or never was. */
  readonly onAtMs: number | null;
  /** Who did the last of it: the id of a key or user; null: the service itself. */
  readonly changedBy: string | null;
}

/** All channels as they stand in this mode and account. */
export async function listChannels(pool: SqlPool, { livemode, account }: Scope): Promise<readonly ChannelRow[]> {
  const { rows } = await pool.query<{
    channel: string;
    off_at: Date;
    because: string;
    on_at: Date | null;
    changed_by: string | null;
  }>(
    `select channel, off_at, because, on_at, changed_by from challenge_channels
    where livemode = $1 and account = $2`,
    [livemode, account ?? ''],
  );
  return CHALLENGE_CHANNELS.map((channel) => {
    const row = rows.find((known) => known.channel === channel);
    return {
      channel,
      offAtMs: row?.off_at.getTime() ?? null,
      because: row?.because ?? null,
      onAtMs: row?.on_at?.getTime() ?? null,
      changedBy: row?.changed_by ?? null,
    };
  });
}

/** Whether it may not be used. */
export function isChannelOff({ offAtMs, onAtMs }: Pick<ChannelRow, 'offAtMs' | 'onAtMs'>): boolean {
  return offAtMs !== null && (onAtMs === null || onAtMs < offAtMs);
}
