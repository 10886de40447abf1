import type { ChallengeChannel } from '../../../core/domain/challenge.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** A channel that was switched off in one world, and perhaps on again. */
export interface StoredChannel {
  readonly channel: ChallengeChannel;
  readonly scope: Scope;
  readonly offAtMs: number;
  /** A short code: Stripe's reason, or `paused`. */
  readonly because: string;
  /** Null while it is off. */
  readonly onAtMs: number | null;
  /** Who changed it last; an id of a key or user, null: nobody did. */
  readonly changedBy: string | null;
}

/** What is known of a channel, which nobody else changes until this transaction ends; null: it was never off. */
export async function findChannel(
  joined: SqlPool,
  channel: ChallengeChannel,
  { livemode, account }: Scope,
): Promise<StoredChannel | null> {
  const found = await readChannels(joined, 'channel = $1 and livemode = $2 and account = $3 for update', [
    channel,
    livemode,
    account ?? '',
  ]);
  return found[0] ?? null;
}

/** All channels that are off, the first that was switched off first. */
export async function channelsOff(pool: SqlPool): Promise<readonly StoredChannel[]> {
  return readChannels(pool, 'on_at is null order by off_at, channel, livemode, account', []);
}

/** Writes how a channel stands, under a new revision. */
export async function changeChannel(
  pool: SqlPool,
  { channel, scope, offAtMs, because, onAtMs, changedBy }: StoredChannel,
): Promise<void> {
  await pool.query(
    `insert into challenge_channels (channel, livemode, account, off_at, because, on_at, changed_by)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (channel, livemode, account) do update set off_at = excluded.off_at, because = excluded.because,
      on_at = excluded.on_at, changed_by = excluded.changed_by, revision = nextval('challenge_revisions')`,
    [
      ...[channel, scope.livemode, scope.account ?? '', new Date(offAtMs), because],
      ...[onAtMs === null ? null : new Date(onAtMs), changedBy],
    ],
  );
}

interface Row {
  readonly channel: ChallengeChannel;
  readonly livemode: boolean;
  readonly account: string;
  readonly off_at: Date;
  readonly because: string;
  readonly on_at: Date | null;
  readonly changed_by: string | null;
}

async function readChannels(pool: SqlPool, where: string, values: readonly unknown[]): Promise<StoredChannel[]> {
  const { rows } = await pool.query<Row>(`select * from challenge_channels where ${where}`, [...values]);
  return rows.map(({ channel, livemode, account, off_at, because, on_at, changed_by }) => ({
    channel,
    scope: { livemode, account: account === '' ? null : account },
    offAtMs: off_at.getTime(),
    because,
    onAtMs: on_at?.getTime() ?? null,
    changedBy: changed_by,
  }));
}
