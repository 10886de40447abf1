import type { z } from 'zod';
import type { SqlPool } from '../../../../adapters/store/database/pool.ts';
import { reviewActs, reviewAsks } from '../../../../adapters/store/database/review-acts.ts';
import { alarmsOfReview } from '../../../../adapters/store/database/review-alarms.ts';
import { disputeWords } from '../../../../adapters/store/database/review-disputes.ts';
import type { FollowUp } from '../../../../adapters/store/database/review-follow-ups.ts';
import type { Review } from '../../../../adapters/store/database/reviews.ts';
import type { wholeReview } from '../../../../sdk/schema/reviews.ts';
import type { Named } from '../names.ts';
import { sayTime } from '../say.ts';

type Entry = z.input<typeof wholeReview>['history'][number];

/** All that happened to a review in the order of its times: what was asked, done, disputed, and what followed. */
export async function readHistory(
  pool: SqlPool,
  { id, scope, authorizationId }: Review,
  followUps: readonly FollowUp[],
  named: Named,
): Promise<{ readonly decisions: string[]; readonly history: Entry[] }> {
  const [asks, alarms, acts, disputes] = await Promise.all([
    reviewAsks(pool, id),
    alarmsOfReview(pool, id),
    reviewActs(pool, id),
    authorizationId === null ? [] : disputeWords(pool, [{ scope, authorizationId }]),
  ]);
  const assignee = (to: string | null | undefined) => (to ? (named(to).name ?? to) : null);
  const entries: { readonly atMs: number; readonly entry: Omit<Entry, 'at'> }[] = [
    ...asks.map(({ atMs, decisionId, rules }) => {
      const detail = { decision: decisionId, rules: rules.join(', ') };
      return { atMs, entry: { what: 'asked' as const, by: null, note: null, detail } };
    }),
    ...alarms.map(({ atMs, alarm, ref }) => {
      return { atMs, entry: { what: 'alarmed' as const, by: null, note: null, detail: { alarm, about: ref } } };
    }),
    ...acts.map(({ atMs, act, author, note, detail }) => {
      const said = act === 'assigned' ? { to: detail.to ?? null, name: assignee(detail.to) } : { ...detail };
      return { atMs, entry: { what: act, by: named(author), note, detail: said } };
    }),
    ...disputes.map(({ ref: dispute, verdict, knownAtMs, detail: { status, reason } }) => {
      const what = verdict === 'withdrawn' ? ('dispute_withdrawn' as const) : ('disputed' as const);
      const detail = { dispute, status: textOf(status), reason: textOf(reason) };
      return { atMs: knownAtMs, entry: { what, by: null, note: null, detail } };
    }),
    ...followUps.flatMap(({ kind, state, reason, settledAtMs }) => {
      const detail = { kind, state, reason };
      const entry = { what: 'followed_up' as const, by: null, note: null, detail };
      return settledAtMs === null ? [] : [{ atMs: settledAtMs, entry }];
    }),
  ];
  return {
    decisions: asks.map(({ decisionId }) => decisionId),
    history: entries.sort((a, b) => a.atMs - b.atMs).map(({ atMs, entry }) => ({ at: sayTime(atMs), ...entry })),
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
