import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { WholeReview } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { messageOf } from '../parts/loaded.tsx';
import { Money } from '../parts/money.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { say } from '../parts/said.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { useMay } from '../shell/session.ts';
import { DecisionLink } from './decision-link.tsx';
import { forgetQueue } from './queue.ts';

type Outage = NonNullable<WholeReview['incident']>;

/** An outage: what it was, and of its asks those to look at first. */
export function Incident({ incident }: { readonly incident: Outage }) {
  const { cause, began_at, last_at, asks, approved, sample } = incident;
  return (
    <>
      <Panel title="The outage">
        <p className="reviews-lead">
          {sayCount(asks)} asks went without a full answer of ours (<span className="mono">{cause}</span>
          ), from <Time at={began_at} isPrecise /> to <Time at={last_at} isPrecise />. {sayCount(approved)} of them were
          approved.
        </p>
        <p className="faint">A verdict closes the incident alone. Open the asks that you want to judge.</p>
      </Panel>
      <Panel title={`To look at first: ${sayCount(sample.length)}`} isFlush>
        <Scroll label="Asks of the outage">
          <table className="table">
            <thead>
              <tr>
                <th>Asked</th>
                <th>Answer</th>
                <th className="number">Amount</th>
                <th>Merchant</th>
                <th className="number">Score</th>
                <th>Card</th>
                <th>Review</th>
              </tr>
            </thead>
            <tbody>
              {sample.map((ask) => (
                <Ask key={`${ask.authorization} ${ask.decision} ${ask.at}`} ask={ask} />
              ))}
            </tbody>
          </table>
        </Scroll>
      </Panel>
    </>
  );
}

function Ask({ ask }: { readonly ask: Outage['sample'][number] }) {
  const at = <Time at={ask.at} isPrecise />;
  return (
    <tr>
      <td>{ask.decision === null ? at : <DecisionLink id={ask.decision}>{at}</DecisionLink>}</td>
      <td>
        <Outcome outcome={ask.approved ? 'approve' : 'decline'} />
      </td>
      <td className="number">
        <Money amountMinor={ask.amount_minor} currency={ask.currency} />
      </td>
      <td>{ask.merchant_name ?? '–'}</td>
      <td className="number">{ask.fraud_risk_score ?? '–'}</td>
      <td>{ask.card && <Identifier id={ask.card} />}</td>
      <td>
        {ask.review !== null ? (
          <Link to="/reviews/$id" params={{ id: ask.review }} search={{}}>
            its review
          </Link>
        ) : (
          ask.authorization !== null && <OpenReview authorization={ask.authorization} />
        )}
      </td>
    </tr>
  );
}

function OpenReview({ authorization }: { readonly authorization: string }) {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const [isBusy, setIsBusy] = useState(false);
  if (!useMay('review')) return null;
  async function open() {
    setIsBusy(true);
    try {
      await client.reviews.open({ authorization });
      say(`A review of ${authorization} is open.`);
    } catch (error) {
      say(`No review was opened: ${messageOf(error)}.`);
    }
    setIsBusy(false);
    await forgetQueue(queries, key);
  }
  return (
    <Button size="compact-xs" variant="default" loading={isBusy} onClick={open}>
      Open one
    </Button>
  );
}
