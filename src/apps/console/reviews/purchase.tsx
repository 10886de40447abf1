import type { WholeReview } from '../../../sdk/index.ts';
import { Unmask } from '../access/unmask.tsx';
import { Identifier } from '../parts/identifier.tsx';
import { Money } from '../parts/money.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { SIGNAL_NAMES } from '../policy/thresholds.ts';
import { DecisionLink } from './decision-link.tsx';

type Decision = NonNullable<WholeReview['latest_decision']>;

/** What is read first of a purchase. Those that the decision did not read are not shown. */
const SIGNALS: readonly (readonly [string, string])[] = [
  ...(
    ['fraud_risk_score', 'network_risk_score', 'card_testing_risk_level', 'merchant_dispute_risk_level'] as const
  ).map((name) => [name, SIGNAL_NAMES[name]] as const),
  ['fraud_disputability', SIGNAL_NAMES.fraud_disputability],
  ['authorization_method', 'Method'],
  ['cvc_check', 'CVC'],
  ['expiry_check', 'Expiry date'],
  ['address_zip_check', 'Postal code'],
  ['address_line1_check', 'Address'],
];

/** What was bought, what we answered and why, and why somebody shall look at it. */
export function Purchase({ review }: { readonly review: WholeReview }) {
  const { latest_decision: decision, support } = review;
  if (decision === null) {
    return (
      <Panel title="The purchase">
        <p className="reviews-lead">There is no decision of ours about it, or it was erased.</p>
        <Why review={review} decision={null} />
      </Panel>
    );
  }
  const others = review.decisions.filter((id) => id !== decision.id);
  return (
    <Panel title="The purchase" actions={<DecisionLink id={decision.id}>The whole decision</DecisionLink>}>
      {support !== null && <p className="reviews-lead">{support}</p>}
      <dl className="facts">
        <dt>Amount</dt>
        <dd>
          <Money amountMinor={decision.amount_minor} currency={decision.currency} />
        </dd>
        <dt>Merchant</dt>
        <dd>
          {decision.merchant_name ?? '–'}{' '}
          <span className="faint">
            {[decision.merchant_category, decision.merchant_country].filter(Boolean).join(', ')}
          </span>
        </dd>
        <dt>Answer</dt>
        <dd>
          <Outcome outcome={decision.outcome} />
          {decision.answered_by === 'stand_in' && ', by the stand-in'}
          {decision.reasons.length > 0 && <span className="faint"> {decision.reasons.join(', ')}</span>}
        </dd>
        <dt>Asked</dt>
        <dd>
          <Time at={decision.asked_at} isPrecise />
          {others.length > 0 && (
            <span className="faint">
              {' '}
              after {others.length === 1 ? 'another ask' : `${others.length} other asks`} for the same authorization
            </span>
          )}
        </dd>
        {decision.card && (
          <>
            <dt>Card</dt>
            <dd>
              <Identifier id={decision.card} length={40} />
            </dd>
          </>
        )}
        {decision.cardholder && (
          <>
            <dt>Cardholder</dt>
            <dd>
              <Identifier id={decision.cardholder} length={40} /> <Unmask cardholder={decision.cardholder} />
            </dd>
          </>
        )}
      </dl>
      <Why review={review} decision={decision} />
      <Signals attributes={decision.attributes} />
    </Panel>
  );
}

interface WhyProps {
  readonly review: WholeReview;
  readonly decision: Decision | null;
}

/** Each rule and alarm that opened it, a rule with the comparisons that held. */
function Why({ review: { rules, cause, kind }, decision }: WhyProps) {
  const considered = new Map(decision?.considered.map((finding) => [finding.id, finding]) ?? []);
  return (
    <>
      <h3>Why somebody shall look</h3>
      <ul className="reviews-rules">
        {cause !== null && (
          <li>
            {cause === 'challenge_rejected' ? 'the cardholder answered NO: ' : 'the alarm '}
            <span className="mono">{cause}</span>
          </li>
        )}
        {rules.map((rule) => (
          <li key={rule}>
            <span className="mono">{rule}</span>
            {(considered.get(rule)?.because ?? []).map((line) => (
              <div key={line} className="faint">
                {line}
              </div>
            ))}
          </li>
        ))}
        {kind === 'manual' && rules.length === 0 && cause === null && <li>somebody opened it by hand</li>}
      </ul>
    </>
  );
}

function Signals({ attributes }: { readonly attributes: Decision['attributes'] }) {
  const known = SIGNALS.flatMap(([name, words]) => {
    const value = attributes[name];
    if (value === undefined) return [];
    return [{ name, words, text: typeof value === 'object' ? null : String(value).replaceAll('_', ' ') }];
  });
  if (known.length === 0) return null;
  return (
    <>
      <h3>Signals</h3>
      <dl className="reviews-signals">
        {known.map(({ name, words, text }) => (
          <div key={name}>
            <dt>{words}</dt>
            <dd>{text ?? <span className="faint">not told</span>}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
