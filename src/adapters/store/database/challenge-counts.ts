import type { SqlPool } from './pool.ts';

/** Questions and replies of a time, in all modes and accounts, for whoever watches the service. */
export interface ChallengeCountsLately {
  readonly challenges: readonly { readonly channel: string; readonly state: string; readonly count: number }[];
  readonly replies: readonly { readonly reading: string; readonly count: number }[];
}

/** How the questions stand that were asked since a moment, and how what came back since then was read. */
export async function countChallengesSince(pool: SqlPool, sinceMs: number): Promise<ChallengeCountsLately> {
  const since = [new Date(sinceMs)];
  const { rows: challenges } = await pool.query<ChallengeCountsLately['challenges'][number]>(
    `select channel, state, count(*)::int as count from challenges where asked_at >= $1
    group by channel, state order by channel, state`,
    since,
  );
  const { rows: replies } = await pool.query<ChallengeCountsLately['replies'][number]>(
    `select reading, count(*)::int as count from sms_replies where received_at >= $1 and reading <> ''
    group by reading order by reading`,
    since,
  );
  return { challenges, replies };
}
