import type { Scope } from '../../../core/domain/scope.ts';
import { readChallenges, type StoredChallenge } from './challenges.ts';
import type { SqlPool } from './pool.ts';

/**
 * When the first authorization was asked for that Stripe let through as verified, on the card and at the merchant of
 * this question, after it was put and before its time was over; null where there is none.
 */
export async function verifiedSince(
  pool: SqlPool,
  { scope: { livemode, account }, card, merchant, askedAtMs, authorizationId }: StoredChallenge,
  untilMs: number,
): Promise<number | null> {
  if (card === null || merchant === null) return null;
  const { rows } = await pool.query<{ at: number | null }>(
    `select (extract(epoch from min(created_at)) * 1000)::float8 as at from authorizations
    where livemode = $1 and account = $2 and card = $3 and merchant = $4 and created_at >= $5 and created_at < $6
      and id is distinct from $7 and fields->>'verified_by_fraud_challenge' = 'true'`,
    [livemode, account ?? '', card, merchant, new Date(askedAtMs), new Date(untilMs), authorizationId],
  );
  return rows[0]?.at ?? null;
}

/**
 * The latest question of Stripe's channel about this card, and merchant where one is named, that was put before; null:
 * there is none.
 */
export async function questionBefore(
  pool: SqlPool,
  { livemode, account }: Scope,
  { card, merchant, atMs }: { readonly card: string; readonly merchant: string | null; readonly atMs: number },
): Promise<StoredChallenge | null> {
  const found = await readChallenges(
    pool,
    `livemode = $1 and account = $2 and card = $3 and ($4::text is null or merchant = $4) and channel = 'stripe'
      and asked_at <= $5
    order by asked_at desc, id desc limit 1`,
    [livemode, account ?? '', card, merchant, new Date(atMs)],
  );
  return found[0] ?? null;
}
