import { findPurchases } from '../../../../adapters/store/database/answers.ts';
import { followUpsOf } from '../../../../adapters/store/database/review-follow-ups.ts';
import { listReviews, type ReviewFilter, reviewPlace } from '../../../../adapters/store/database/review-list.ts';
import { countReviews, findReview, type Review } from '../../../../adapters/store/database/reviews.ts';
import { pageQuery } from '../../../../sdk/schema/paging.ts';
import {
  assignRequest,
  newReview,
  noteRequest,
  reviewCounts,
  reviewFilter,
  reviewPage,
  verdictRequest,
  wholeReview,
} from '../../../../sdk/schema/reviews.ts';
import { type Acted, addNote, assign } from '../../../../workflows/review/acts.ts';
import { openByHand } from '../../../../workflows/review/by-hand.ts';
import type { Caller } from '../caller.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { readNames } from '../names.ts';
import type { ApiPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import { soundNote } from '../request.ts';
import { checkAssignee } from '../reviews/assignee.ts';
import { readCounts } from '../reviews/counts.ts';
import { decideBy } from '../reviews/decide-by.ts';
import { sayCloser, sayReview } from '../reviews/say-review.ts';
import { readWhole } from '../reviews/whole-review.ts';
import { type ApiRequest, route } from '../route.ts';
import { sayTimeOrNull } from '../say.ts';

/** The queue of what people shall look at. */
export const REVIEW_ROUTES = [
  route({
    id: 'reviews.list',
    method: 'get',
    path: '/reviews',
    wants: 'review',
    reach: 'scope',
    summary: 'The review queue: what is open, what was closed, whose it is.',
    query: pageQuery.extend(reviewFilter.shape),
    answer: reviewPage,
    async handle({ pool, clock }, { query, scope, caller }) {
      const { limit, cursor, sort, assigned_to: assignedTo, from, to, ...same } = query;
      const filter: ReviewFilter = {
        ...{ scope, ...same },
        fromMs: from === undefined ? undefined : Date.parse(from),
        toMs: to === undefined ? undefined : Date.parse(to),
        assignedTo: assignedTo === undefined ? undefined : idNamed(assignedTo, caller),
      };
      const after = placeOf(readCursor(cursor, 'string'));
      const nowMs = clock.nowMs();
      const found = await listReviews(pool, filter, { order: sort, limit: limit + 1, after });
      const page = found.slice(0, limit);
      const [followUps, purchases, named, { open, overdue, oldestOpenedAtMs }] = await Promise.all([
        followUpsOf(
          pool,
          page.map(({ id }) => id),
        ),
        findPurchases(
          pool,
          page.flatMap(({ decisionId }) => decisionId ?? []),
        ),
        readNames(pool),
        countReviews(pool, nowMs, scope),
      ]);
      const last = page.at(-1);
      const next = last && found.length > limit ? reviewPlace(last, sort) : null;
      return {
        data: page.map((review) => ({
          ...sayReview(review, followUps, named, nowMs),
          purchase: purchases.get(review.decisionId ?? '') ?? null,
        })),
        next: next && writeCursor(`${next.at} ${next.id}`),
        ...{ open, overdue, oldest_opened_at: sayTimeOrNull(oldestOpenedAtMs) },
      };
    },
  }),
  route({
    id: 'reviews.counts',
    method: 'get',
    path: '/reviews/counts',
    wants: 'review',
    reach: 'scope',
    summary: 'How the open reviews divide: whose they are, and how many there are of each cause, rule and portfolio.',
    answer: reviewCounts,
    handle: ({ pool, clock }, { scope, caller }) => readCounts(pool, scope, caller.id, clock.nowMs()),
  }),
  route({
    id: 'reviews.get',
    method: 'get',
    path: '/reviews/:id',
    wants: 'review',
    reach: 'scope',
    summary: 'A review with its decision, its history, and what else was decided for card, cardholder and merchant.',
    answer: wholeReview,
    handle: async (ports, request) => readWhole(ports, await findOwn(ports, request)),
  }),
  route({
    id: 'reviews.open',
    method: 'post',
    path: '/reviews',
    wants: 'review',
    reach: 'scope',
    summary: 'Open a review of an authorization by hand; where one is open it is that one.',
    body: newReview,
    answer: wholeReview,
    status: 201,
    async handle(ports, { body, scope, caller }) {
      const { authorization: authorizationId } = body;
      const { pool, live } = ports;
      const note = soundNote(body.note);
      const opened = await openByHand(pool, { scope, authorizationId }, note, by(ports, caller), live.current().rates);
      if (opened.kind === 'open') return readWhole(ports, opened.review);
      if (opened.kind === 'disputed') {
        throw new Problem('conflict', `it is disputed as fraud (${opened.dispute}): there is nothing to find out`);
      }
      throw new Problem(
        'not_found',
        `nothing is known of an authorization ${authorizationId} in this mode and account`,
      );
    },
  }),
  route({
    id: 'reviews.assign',
    method: 'post',
    path: '/reviews/:id/assign',
    wants: 'review',
    reach: 'scope',
    summary: 'Give a review to oneself, to another user or key, or to nobody.',
    body: assignRequest,
    answer: wholeReview,
    async handle(ports, request) {
      const { body, caller } = request;
      const { id, scope } = await findOwn(ports, request);
      const to = idNamed(body.to, caller);
      if (to !== null && to !== caller.id) await checkAssignee(ports.pool, to, scope);
      return acted(ports, await assign(ports.pool, id, to, by(ports, caller)), 'assigned');
    },
  }),
  route({
    id: 'reviews.note',
    method: 'post',
    path: '/reviews/:id/notes',
    wants: 'review',
    reach: 'scope',
    summary: 'Add a note to a review. Personal data does not belong into it.',
    body: noteRequest,
    answer: wholeReview,
    async handle(ports, request) {
      const { body, caller } = request;
      const note = soundNote(body.note) ?? '';
      const { id } = await findOwn(ports, request);
      return acted(ports, await addNote(ports.pool, id, note, by(ports, caller)), 'noted');
    },
  }),
  route({
    id: 'reviews.decide',
    method: 'post',
    path: '/reviews/:id/decide',
    wants: 'review',
    reach: 'scope',
    summary: 'Say what it was, fraud or legitimate, which closes the review and is a label; and what shall follow.',
    body: verdictRequest,
    answer: wholeReview,
    async handle(ports, request) {
      const note = soundNote(request.body.note);
      const { id } = await findOwn(ports, request);
      const review = await decideBy(ports, id, { ...request.body, note }, by(ports, request.caller));
      return readWhole(ports, review);
    },
  }),
];

function by({ clock }: ApiPorts, { id: author }: Caller) {
  return { author, nowMs: clock.nowMs() };
}

async function findOwn({ pool }: ApiPorts, { param, sees }: ApiRequest<unknown, unknown>): Promise<Review> {
  const id = param('id');
  const found = await findReview(pool, id);
  if (!found || !sees(found.scope)) throw new Problem('not_found', `there is no review ${id}`);
  return found;
}

function idNamed(to: string, caller: Caller): string | null {
  if (to === 'nobody') return null;
  return to === 'me' ? caller.id : to;
}

async function acted(ports: ApiPorts, outcome: Acted, what: string) {
  if (outcome.kind === 'done') return readWhole(ports, outcome.review);
  if (outcome.kind === 'not_found') throw new Problem('not_found', 'there is no such review any more');
  const closer = sayCloser(outcome.review, await readNames(ports.pool));
  throw new Problem('conflict', `it was closed by ${closer?.name ?? closer?.id}, and can not be ${what} any more`);
}

function placeOf(cursor: string | undefined) {
  const found = /^(-?[\d.e+-]+) (\S+)$/.exec(cursor ?? '');
  return found ? { at: Number(found[1]), id: found[2] ?? '' } : null;
}
