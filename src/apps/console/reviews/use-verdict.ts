import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Listable, ReviewVerdict } from '../../../core/domain/review.ts';
import { CountersignError, type WholeReview } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { capital } from '../parts/capital.ts';
import { useMay } from '../shell/session.ts';
import { followUpOf, indexOfFault, nameOf, type Offer, offersOf } from './offers.ts';

const DAY_MS = 86_400_000;

export interface VerdictEnds {
  onDone(closed: WholeReview): void;
  /** Somebody else was first. */
  onConflict(error: unknown): void;
}

/** A verdict while somebody thinks about what shall follow from it, and what came of giving it. */
export function useVerdict(review: WholeReview, verdict: ReviewVerdict, { onDone, onConflict }: VerdictEnds) {
  const { client } = useCountersign();
  const offers = offersOf(review, verdict, useLists());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [parts, setParts] = useState<Readonly<Record<string, Listable>>>({});
  const [days, setDays] = useState('');
  const [note, setNote] = useState('');
  const taken = offers.filter((offer) => chosen.has(nameOf(offer)));
  const giving = useMutation({
    mutationFn() {
      const until = days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
      const followUps = taken.flatMap((offer) => followUpOf(offer, parts[nameOf(offer)], until) ?? []);
      const said = note.trim() === '' ? {} : { note };
      return client.reviews.decide(review.id, { verdict, ...said, follow_ups: followUps });
    },
    onSuccess: onDone,
    onError: (error) => isConflict(error) && onConflict(error),
  });
  return {
    offers,
    taken,
    parts,
    days,
    note,
    setDays,
    isGiving: giving.isPending,
    error: giving.error,
    faults: faultsOf(giving.error, taken),
    isChosen: (offer: Offer) => chosen.has(nameOf(offer)),
    toggle(offer: Offer | undefined) {
      if (!offer) return;
      const name = nameOf(offer);
      setChosen(chosen.has(name) ? new Set([...chosen].filter((each) => each !== name)) : new Set([...chosen, name]));
      giving.reset();
    },
    setPart: (offer: Offer, part: Listable) => setParts({ ...parts, [nameOf(offer)]: part }),
    write(text: string) {
      setNote(text);
      giving.reset();
    },
    give: () => !giving.isPending && giving.mutate(),
  };
}

/** The lists of the policy; none for whoever may not read them. */
function useLists() {
  const { client, key } = useCountersign();
  const enabled = useMay('read');
  const lists = useQuery({
    queryKey: [key, 'lists', 'all'],
    queryFn: ({ signal }) => client.lists.list({ signal }),
    enabled,
  });
  return lists.data?.data ?? [];
}

function isConflict(error: unknown): boolean {
  return error instanceof CountersignError && error.status === 409;
}

/** What is wrong, by the offer that it is about, and `note`. */
function faultsOf(error: unknown, taken: readonly Offer[]): ReadonlyMap<string, string> {
  const errors = error instanceof CountersignError ? (error.problem?.errors ?? []) : [];
  const faults = new Map<string, string>();
  for (const { path, message } of errors) {
    const offer = taken[indexOfFault(path) ?? -1];
    if (offer) faults.set(nameOf(offer), capital(message));
    if (path === 'body.note') faults.set('note', `The note ${message}`);
  }
  return faults;
}
