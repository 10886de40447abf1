import { type MouseEvent, memo } from 'react';
import { Money } from '../parts/money.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Time } from '../parts/time.tsx';
import type { FeedRow, ToldDecision, ToldNews } from './feed-rows.ts';
import { PageLink } from './page-link.tsx';

/** Decisions and news, the newest first. Each decision leads to its page. */
export function FeedList({ rows }: { readonly rows: readonly FeedRow[] }) {
  return (
    <table className="table now-feed">
      <thead>
        <tr>
          <th>At</th>
          <th>Answer</th>
          <th className="number">Amount</th>
          <th>Merchant</th>
          <th>Because</th>
          <th className="now-wider">Portfolio</th>
          <th className="now-wide number">Took</th>
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: by the keyboard one goes to the link in the row */}
      <tbody onClick={followRow}>
        {rows.map((row) =>
          row.type === 'decision' ? (
            <DecisionRow key={row.id} decision={row} />
          ) : (
            <NewsRow key={`${row.type} ${row.at} ${row.type === 'alarm' ? row.alarm + row.change : ''}`} news={row} />
          ),
        )}
      </tbody>
    </table>
  );
}

/** The whole row is its link's, but what is marked in it to be copied. */
function followRow({ target }: MouseEvent): void {
  if (!(target instanceof HTMLElement) || target.closest('a, button') || getSelection()?.isCollapsed === false) return;
  target.closest('tr')?.querySelector('a')?.click();
}

const DecisionRow = memo(({ decision }: { readonly decision: ToldDecision }) => {
  const {
    id,
    at,
    outcome,
    review,
    answered_by: by,
    reasons,
    merchant_name: name,
    merchant_country: country,
  } = decision;
  const category = decision.merchant_category?.replaceAll('_', ' ');
  return (
    <tr data-outcome={outcome}>
      <td>
        <PageLink to={`/decisions/${id}`} className="now-row-link">
          <Time at={at} isPrecise />
          <span className="hidden"> why</span>
        </PageLink>
      </td>
      <td>
        <Outcome outcome={outcome} />
        {review && <span className="faint"> + review</span>}
      </td>
      <td className="number">
        <Money amountMinor={decision.amount_minor} currency={decision.currency} />
      </td>
      <td className="now-merchant" title={[name, category, country].filter(Boolean).join(', ')}>
        {name ?? '–'} <span className="faint">{country}</span>
      </td>
      <td className="now-because" title={reasons.join(', ')}>
        {by === 'stand_in' && <strong>stand-in: </strong>}
        <span className={reasons[0] === 'nothing_matched' ? 'faint' : undefined}>{reasons.join(', ')}</span>
      </td>
      <td className="now-wider">{decision.portfolio}</td>
      <td className="now-wide number">
        {decision.decided_after_ms === null ? '–' : `${decision.decided_after_ms} ms`}
        {decision.recorded_late && <span className="faint"> (recorded late)</span>}
      </td>
    </tr>
  );
});
DecisionRow.displayName = 'DecisionRow';

function NewsRow({ news }: { readonly news: ToldNews }) {
  return (
    <tr className="now-news">
      <td>
        <Time at={news.at} isPrecise />
      </td>
      <td colSpan={6}>
        {news.type === 'policy' ? (
          <>
            Policy <span className="mono">{news.version}</span> is live
          </>
        ) : (
          <>
            Alarm {news.change}: <span className="mono">{news.alarm}</span>, {news.text}
          </>
        )}
      </td>
    </tr>
  );
}
