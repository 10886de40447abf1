import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Review } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Money } from '../parts/money.tsx';
import { saySpan } from '../parts/say-span.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { useNow } from '../parts/use-now.ts';
import { useSession } from '../shell/session.ts';
import type { ReviewSearch } from './search.ts';
import { causesOf, KIND_WORDS, whoIs } from './words.ts';

interface QueueTableProps {
  readonly rows: readonly Review[];
  readonly search: ReviewSearch;
  /** The id of the row that keys act on. */
  readonly chosen: string | null;
}

/** Rows of the queue. */
export function QueueTable({ rows, search, chosen }: QueueTableProps) {
  const nowMs = useNow(30_000);
  const isClosed = search.show === 'closed';
  return (
    <Scroll label="Reviews">
      <table className="table reviews-queue">
        <thead>
          <tr>
            <th>Purchase</th>
            <th className="number">Amount</th>
            <th>Because</th>
            <th className="number" title="US dollars that are expected to be lost">
              At risk
            </th>
            <th>{isClosed ? 'Closed' : 'Waits since'}</th>
            <th>{isClosed ? 'As' : 'Whose'}</th>
            <th>Card</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((review) => (
            <Row key={review.id} review={review} search={search} isChosen={review.id === chosen} nowMs={nowMs} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

interface RowProps {
  readonly review: Review;
  readonly search: ReviewSearch;
  readonly isChosen: boolean;
  readonly nowMs: number;
}

function Row({ review, search, isChosen, nowMs }: RowProps) {
  const me = useSession();
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (!isChosen) return;
    row.current?.scrollIntoView({ block: 'nearest' });
    row.current?.querySelector('a')?.focus({ preventScroll: true });
  }, [isChosen]);
  const { id, kind, purchase, merchant, priority, opened_at, overdue, card } = review;
  return (
    <tr ref={row} data-chosen={isChosen || undefined}>
      <td>
        <Link to="/reviews/$id" params={{ id }} search={search}>
          {purchase?.merchant_name ?? (kind === 'incident' ? 'Outage' : (merchant ?? 'Unknown merchant'))}
        </Link>
      </td>
      <td className="number">
        <Money amountMinor={purchase?.amount_minor ?? null} currency={purchase?.currency ?? null} />
      </td>
      <td>
        {causesOf(review)}
        {kind !== 'rule' && kind !== 'manual' && <span className="faint"> ({KIND_WORDS[kind]})</span>}
      </td>
      <td className="number">{kind === 'incident' ? 'first' : sayCount(Math.round(priority))}</td>
      {review.closed_at === null ? (
        <td>
          <Time at={opened_at} /> {overdue ? <Overdue since={saySpan(Date.parse(opened_at), nowMs)} /> : null}
        </td>
      ) : (
        <td>
          <Time at={review.closed_at} /> <span className="faint">by {whoIs(review.closed_by, me)}</span>
        </td>
      )}
      <td>{review.verdict === null ? <Whose review={review} /> : <Verdict verdict={review.verdict} />}</td>
      <td>{card && <Identifier id={card} />}</td>
    </tr>
  );
}

function Whose({ review: { assigned_to } }: { readonly review: Review }) {
  const me = useSession();
  return assigned_to === null ? <span className="faint">nobody's</span> : whoIs(assigned_to, me);
}

/** What was found, as a sign, a word and a colour. */
export function Verdict({ verdict }: { readonly verdict: 'fraud' | 'legitimate' }) {
  return (
    <span className="word" data-tone={verdict === 'fraud' ? 'decline' : 'approve'}>
      <span aria-hidden="true">{verdict === 'fraud' ? '✕' : '✓'}</span>
      {verdict}
    </span>
  );
}

function Overdue({ since }: { readonly since: string }) {
  return (
    <span className="word" data-tone="decline" title={`It was opened ${since}`}>
      overdue
    </span>
  );
}
