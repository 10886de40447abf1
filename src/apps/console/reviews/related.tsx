import { Link } from '@tanstack/react-router';
import { sayCount } from '../../../core/domain/figures.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { WholeReview } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Money } from '../parts/money.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { DecisionLink } from './decision-link.tsx';

const OF = { card: 'Of this card', cardholder: 'Of this cardholder', merchant: 'At this merchant' } as const;

type By = keyof typeof OF;

/** What else was decided for the card, the cardholder and the merchant, the latest of each. */
export function Related({ review }: { readonly review: WholeReview }) {
  return (['card', 'cardholder', 'merchant'] as const).map((by) => <RelatedBy key={by} review={review} by={by} />);
}

function RelatedBy({ review, by }: { readonly review: WholeReview; readonly by: By }) {
  const related = review.related[by];
  const id = review[by];
  if (related === null || id === null) return null;
  const { count, latest } = related;
  return (
    <Panel
      title={`${OF[by]}: ${sayCount(count)}${count >= limits.reviewRelatedCount ? ' or more' : ''}`}
      actions={<Identifier id={id} length={24} />}
      isFlush
    >
      <Scroll label={OF[by]}>
        <table className="table reviews-related">
          <thead>
            <tr>
              <th>Asked</th>
              <th>Answer</th>
              <th className="number">Amount</th>
              <th>Merchant</th>
              <th>Because</th>
            </tr>
          </thead>
          <tbody>
            {latest.map((each) => (
              <tr key={each.decision} data-same={each.authorization === review.authorization || undefined}>
                <td>
                  <DecisionLink id={each.decision}>
                    <Time at={each.asked_at} isPrecise />
                  </DecisionLink>
                </td>
                <td>
                  <Outcome outcome={each.outcome} />
                </td>
                <td className="number">
                  <Money amountMinor={each.amount_minor} currency={each.currency} />
                </td>
                <td>
                  {each.merchant_name ?? '–'}
                  {each.authorization === review.authorization && <span className="faint"> (this one)</span>}
                </td>
                <td>{each.reasons.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {count > latest.length && (
        <p className="reviews-more">
          <Link to="/decisions" search={{ [by]: id }}>
            All of them
          </Link>
        </p>
      )}
    </Panel>
  );
}
