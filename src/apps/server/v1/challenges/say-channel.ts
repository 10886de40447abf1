import type { z } from 'zod';
import { type ChannelRow, isChannelOff } from '../../../../adapters/store/database/channel-list.ts';
import type { challengeChannel } from '../../../../sdk/schema/challenges.ts';
import type { Named } from '../names.ts';
import { sayTimeOrNull } from '../say.ts';

/** A channel as the API says it. */
export function sayChannel(row: ChannelRow, named: Named): z.input<typeof challengeChannel> {
  return {
    channel: row.channel,
    state: isChannelOff(row) ? 'off' : 'on',
    off_at: sayTimeOrNull(row.offAtMs),
    because: row.because,
    on_at: sayTimeOrNull(row.onAtMs),
    by: row.changedBy === null ? null : named(row.changedBy),
  };
}
