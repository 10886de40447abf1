import { FORCED_KINDS } from '../../../core/domain/capture.ts';
import type { ReviewAlarmName } from '../../../core/domain/review.ts';
import type { SqlPool } from './pool.ts';
import { ASKED, refreshReviews, type ScopedAuthorization, toRows } from './review-decisions.ts';

/** Something about an authorization that raised an alarm. */
export interface AlarmedAbout extends ScopedAuthorization {
  readonly alarm: ReviewAlarmName;
  /** What it is: the transaction, or the place of an ask. */
  readonly ref: string;
  readonly atMs: number;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly merchant: string | null;
}

/** How far back each kind of them goes. */
interface AlarmedFrom {
  readonly capturesFromMs: number;
  readonly answersFromMs: number;
  readonly rejectionsFromMs: number;
}

// An ask that the network or a time-out answered is part of an outage, which is one incident.
const ABOUT = `
select about.livemode, about.account, about.authorization_id, about.alarm, about.ref, about.currency,
  (extract(epoch from about.at) * 1000)::float8 as "atMs", about.amount_minor::float8 as "amountMinor",
  coalesce(about.card, told.card) as card, coalesce(about.cardholder, told.cardholder) as cardholder,
  told.merchant
from (
  select livemode, account, authorization_id, 'capture_forced' as alarm, t.id as ref, t.created_at as at,
    -t.amount_minor as amount_minor, t.currency, t.card, t.cardholder
  from transactions t join ${ASKED} using (livemode, account, authorization_id)
  where t.kind = any($2) and t.created_at >= $3
  union all
  select livemode, account, authorization_id, 'answer_not_taken', authorization_id || ':' || a.place, a.confirmed_at,
    a.amount_minor, a.currency, a.card, a.cardholder
  from asks a join ${ASKED} using (livemode, account, authorization_id)
  where a.decided_by = 'us' and a.confirmed_at >= $4 and a.approved <> (a.outcome = 'approve')
  union all
  select livemode, account, authorization_id, 'challenge_rejected', c.id, c.answered_at, c.amount_minor, c.currency,
    c.card, c.cardholder
  from challenges c join ${ASKED} using (livemode, account, authorization_id)
  where c.state = 'rejected' and c.answered_at >= $5
) about
left join authorizations told
  on told.livemode = about.livemode and told.account = about.account and told.id = about.authorization_id`;

/**
 * What there is about these authorizations that raises an alarm of theirs: captures that nobody approved, answers that
 * Stripe took and turned round, and cardholders who said NO; those that happened from then on.
 */
export async function alarmedAbout(
  pool: SqlPool,
  authorizations: readonly ScopedAuthorization[],
  { capturesFromMs, answersFromMs, rejectionsFromMs }: AlarmedFrom,
): Promise<readonly AlarmedAbout[]> {
  if (authorizations.length === 0) return [];
  const { rows } = await pool.query<
    Omit<AlarmedAbout, 'scope' | 'authorizationId'> & { livemode: boolean; account: string; authorization_id: string }
  >(
    ABOUT,
    [
      toRows(authorizations),
      FORCED_KINDS,
      new Date(capturesFromMs),
      new Date(answersFromMs),
      new Date(rejectionsFromMs),
    ],
    'alarmed_about',
  );
  return rows.map((row) => {
    const { livemode, account, authorization_id: authorizationId, alarm, ref, atMs, amountMinor, currency } = row;
    const { card, cardholder, merchant } = row;
    const scope = { livemode, account: account || null };
    return { scope, authorizationId, alarm, ref, atMs, amountMinor, currency, card, cardholder, merchant };
  });
}

/** An alarm as the cause of a review. */
export interface ReviewAlarm extends Pick<AlarmedAbout, 'alarm' | 'ref' | 'atMs'> {
  readonly reviewId: string;
  readonly priority: number;
}

/** The reviews that these alarms are in, by what they are about. */
export async function reviewedAlarms(pool: SqlPool, refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ ref: string; review_id: string }>(
    'select ref, review_id from review_alarms where ref = any($1)',
    [refs],
  );
  return new Map(rows.map(({ ref, review_id }) => [ref, review_id]));
}

/** Puts alarms into reviews, each into one for good, and brings those to what all says that they are about. */
export async function addReviewAlarms(pool: SqlPool, alarms: readonly ReviewAlarm[]): Promise<void> {
  if (alarms.length === 0) return;
  const rows = alarms.map(({ alarm, ref, atMs, reviewId, priority }) => {
    return { alarm, ref, review_id: reviewId, at: new Date(atMs).toISOString(), priority };
  });
  await pool.query(
    `insert into review_alarms (ref, review_id, alarm, at, priority)
    select ref, review_id, alarm, at, priority from jsonb_to_recordset($1::jsonb)
      as given (ref text, review_id text, alarm text, at timestamptz, priority float8)
    on conflict do nothing`,
    [JSON.stringify(rows)],
  );
  await refreshReviews(
    pool,
    alarms.map(({ reviewId }) => reviewId),
  );
}

/** The alarms that are in a review, in the order of their times. */
export async function alarmsOfReview(
  pool: SqlPool,
  reviewId: string,
): Promise<readonly { readonly alarm: string; readonly ref: string; readonly atMs: number }[]> {
  const { rows } = await pool.query<{ alarm: string; ref: string; at: Date }>(
    'select alarm, ref, at from review_alarms where review_id = $1 order by at, ref',
    [reviewId],
  );
  return rows.map(({ at, ...alarm }) => ({ ...alarm, atMs: at.getTime() }));
}
