import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import type { Decision } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Money } from '../parts/money.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Time } from '../parts/time.tsx';
import { useRowKeys } from '../parts/use-row-keys.ts';
import { keepWorld } from '../shell/nav.tsx';
import { inWords, LAST_WORD, STATES } from './words.ts';

/** Decisions, one a row; `j` and `k` go from one to the next, Enter opens it. */
export function DecisionTable({ decisions }: { readonly decisions: readonly Decision[] }) {
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body, 'decision');
  return (
    <div className="scroll">
      <table className="table decisions">
        <thead>
          <tr>
            <th>At</th>
            <th>Answer</th>
            <th className="number">Amount</th>
            <th>Merchant</th>
            <th>Because</th>
            <th>Card</th>
            <th>Portfolio</th>
            <th>State</th>
            <th>Last word</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {decisions.map((decision) => (
            <Row key={decision.id} decision={decision} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ decision }: { readonly decision: Decision }) {
  const { id, received_at, outcome, review, amount_minor, currency, merchant_name, merchant_category } = decision;
  const navigate = useNavigate();
  return (
    // By keyboard the row's link does the same.
    <tr
      onClick={({ target }) => {
        const isOwn = target instanceof Element && target.closest('a, button') !== null;
        if (!isOwn) void navigate({ to: '/decisions/$id', params: { id }, search: keepWorld });
      }}
    >
      <td>
        <Link to="/decisions/$id" params={{ id }} search={keepWorld}>
          <span className="hidden">Decision of </span>
          <Time at={received_at} isPrecise />
        </Link>
      </td>
      <td>
        <Outcome outcome={outcome} />
        {review && <span className="faint"> + review</span>}
        {decision.answered_by === 'stand_in' && <span className="faint"> by stand-in</span>}
      </td>
      <td className="number">
        <Money amountMinor={amount_minor} currency={currency} />
      </td>
      <td className="clip" title={[merchant_name, merchant_category].filter(Boolean).join(', ')}>
        {merchant_name ?? <span className="faint">unnamed</span>}
      </td>
      <td className="clip" title={decision.reasons.join(', ')}>
        {decision.reasons.join(', ')}
      </td>
      <td>{decision.card ? <Identifier id={decision.card} length={12} /> : <span className="faint">–</span>}</td>
      <td className="clip">{decision.portfolio}</td>
      <StateCells decision={decision} />
    </tr>
  );
}

function StateCells({ decision: { state, confirmation, outcome } }: { readonly decision: Decision }) {
  const reason = confirmation?.reason ? inWords(confirmation.reason) : null;
  const isOtherwise = confirmation ? confirmation.approved !== (outcome === 'approve') : false;
  return (
    <>
      <td className="clip" title={reason ?? undefined}>
        {confirmation ? (reason ?? 'confirmed') : STATES[state ?? 'intended']}
      </td>
      <td className="clip" title={confirmation ? LAST_WORD[confirmation.decided_by] : undefined}>
        {confirmation ? LAST_WORD[confirmation.decided_by] : <span className="faint">–</span>}
        {isOtherwise && <b>: {confirmation?.approved ? 'approved' : 'declined'}</b>}
      </td>
    </>
  );
}
