import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type RefObject, useRef, useState } from 'react';
import type { ReviewVerdict } from '../../../core/domain/review.ts';
import { CountersignError, type WholeReview } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { capital } from '../parts/capital.ts';
import { messageOf } from '../parts/loaded.tsx';
import { say } from '../parts/said.tsx';
import { useSession } from '../shell/session.ts';
import { countsQuery, forgetQueue, rowsOf, useQueue } from './queue.ts';
import type { ReviewSearch } from './search.ts';
import { sayDecided, sayLeft } from './words.ts';

/** What one does with a review, and where one goes from it. */
export interface Work {
  /** The verdict that is about to be given: the dialog is open. */
  readonly asked: ReviewVerdict | null;
  /** How somebody else closed it while one was about to, in words. */
  readonly conflict: string | null;
  readonly noteField: RefObject<HTMLTextAreaElement | null>;
  /** Its place among those that are loaded, from 1; null where it is none of them. */
  readonly place: number | null;
  readonly count: number;
  ask(verdict: ReviewVerdict): void;
  cancel(): void;
  /** The verdict was given: tells what came of it and goes on to the next open one. */
  decided(review: WholeReview): Promise<void>;
  /** Somebody else gave another verdict before. */
  lost(error: unknown): void;
  /** To the next one of the queue, or the one before. */
  go(step: 1 | -1): Promise<void>;
  toggleMine(): Promise<void>;
}

/** How the reviews of a queue are worked one after the other. */
export function useWork(review: WholeReview, search: ReviewSearch): Work {
  const { id } = review;
  const countersign = useCountersign();
  const { client, key } = countersign;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const me = useSession();
  const queue = useQueue(search);
  const [asked, setAsked] = useState<ReviewVerdict | null>(null);
  const [conflict, setConflict] = useState<string | null>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);
  // A closed one is in the queue no more, but one goes on from where it was.
  const lastPlace = useRef(0);
  const rows = rowsOf(queue.data?.pages ?? []);
  const at = rows.findIndex((row) => row.id === id);
  if (at >= 0) lastPlace.current = at;

  async function go(step: 1 | -1) {
    let known = rows;
    if (step === 1 && at === rows.length - 1 && queue.hasNextPage) {
      const more = await queue.fetchNextPage();
      known = rowsOf(more.data?.pages ?? []);
    }
    // Where it is not among them any more, another one has its place.
    const target = at >= 0 ? at + step : step === 1 ? lastPlace.current : lastPlace.current - 1;
    const next = known[target];
    if (next) await navigate({ to: '/reviews/$id', params: { id: next.id }, search });
    else say(step === 1 ? 'That was the last one of the queue.' : 'That is the first one of the queue.');
  }

  async function onward() {
    const open = rows.filter((row) => row.id !== id && row.status === 'open');
    const next = open.find((row) => rows.indexOf(row) > at) ?? open[0];
    if (next) await navigate({ to: '/reviews/$id', params: { id: next.id }, search });
    else await navigate({ to: '/reviews', search });
  }

  return {
    asked,
    conflict,
    noteField,
    place: at < 0 ? null : at + 1,
    count: rows.length,
    ask: setAsked,
    cancel: () => setAsked(null),
    async decided(closed) {
      setAsked(null);
      const wasOpen = review.status === 'open';
      queries.setQueryData([key, 'reviews', 'review', id], closed);
      const counts = await queries.fetchQuery({ ...countsQuery(countersign), staleTime: 0 }).catch(() => null);
      say([sayDecided(closed, me), counts && wasOpen ? sayLeft(counts.open) : ''].join(' ').trim());
      if (wasOpen) await onward();
      void forgetQueue(queries, key);
    },
    lost(error) {
      setAsked(null);
      setConflict(capital(messageOf(error)));
      void forgetQueue(queries, key);
    },
    go,
    async toggleMine() {
      const isMine = review.assigned_to !== null && review.assigned_to.id === me?.id;
      try {
        const given = await client.reviews.assign(id, { to: isMine ? 'nobody' : 'me' });
        queries.setQueryData([key, 'reviews', 'review', id], given);
        say(isMine ? "It is nobody's again." : 'It is yours.');
      } catch (error) {
        if (error instanceof CountersignError && error.status === 409) setConflict(capital(messageOf(error)));
        else say(`It was not assigned: ${messageOf(error)}.`);
      }
      void forgetQueue(queries, key);
    },
  };
}
