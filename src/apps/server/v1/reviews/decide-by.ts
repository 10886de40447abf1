import type { z } from 'zod';
import type { By } from '../../../../adapters/store/database/audit.ts';
import type { Review } from '../../../../adapters/store/database/reviews.ts';
import type { Scope } from '../../../../core/domain/scope.ts';
import type { verdictRequest } from '../../../../sdk/schema/reviews.ts';
import { decideReview } from '../../../../workflows/review/decide.ts';
import type { FollowUpRequest } from '../../../../workflows/review/follow-ups.ts';
import { readNames } from '../names.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { invalid } from '../request.ts';
import { sayCloser } from '../reviews/say-review.ts';
import { takeNow } from '../take-now.ts';

type Verdict = Omit<z.output<typeof verdictRequest>, 'note'> & { readonly note: string | null };

/**
 * Closes a review with a verdict and gives it as it is then. Throws a Problem that names who said otherwise before, or
 * every follow-up that can't be done.
 */
export async function decideBy(ports: ApiPorts, id: string, request: Verdict, by: By): Promise<Review> {
  const { pool, live, stripeMode } = ports;
  const { verdict, note } = request;
  const said = { verdict, note, followUps: request.follow_ups.map(followUpOf) };
  const outcome = await decideReview(pool, id, said, by, {
    list: (name) => live.current().lists.get(name) ?? live.shadow()?.lists.get(name),
    freezeFault: (scope) => freezeFault(scope, stripeMode),
  });
  switch (outcome.kind) {
    case 'decided':
      if (outcome.hasNewEntries) await takeNow(live);
      return outcome.review;
    case 'not_found':
      throw new Problem('not_found', `there is no review ${id} any more`);
    case 'decided_otherwise': {
      const closer = sayCloser(outcome.review, await readNames(pool));
      const who = closer?.id === 'dispute' ? 'a dispute' : (closer?.name ?? closer?.id);
      throw new Problem('conflict', `it was closed by ${who} as ${outcome.review.verdict}`);
    }
    case 'faulty':
      throw invalid(
        outcome.faults.map(({ index, field, message }) => ({ path: `body.follow_ups[${index}].${field}`, message })),
      );
  }
}

function followUpOf(given: Verdict['follow_ups'][number]): FollowUpRequest {
  if (given.kind === 'freeze_card') return { kind: 'freeze_card' };
  const untilMs = given.until === undefined ? null : Date.parse(given.until);
  return { kind: 'list_entry', list: given.list, part: given.value_of, untilMs };
}

function freezeFault({ livemode }: Scope, stripeMode: 'live' | 'test' | null): string | null {
  if (stripeMode === null) return 'no card can be frozen: STRIPE_SECRET_KEY is not set';
  if (stripeMode === (livemode ? 'live' : 'test')) return null;
  return `no card of ${livemode ? 'live' : 'test'} mode can be frozen: STRIPE_SECRET_KEY is of ${stripeMode} mode`;
}
