import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { reasonText } from '../../../core/decision/explain.ts';
import type { Decision } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Money } from '../parts/money.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { useCopied } from '../parts/use-copied.ts';
import { asRecord } from './record.ts';
import { inWords, LAST_WORD } from './words.ts';

/** What was said and why, and in one sentence what support may tell the cardholder. */
export function WhyPanel({ decision }: { readonly decision: Decision }) {
  const { client, key } = useCountersign();
  const explanation = useQuery({
    // What support is told changes with how it ended, and with the cardholder's answer.
    queryKey: [key, 'decision', decision.id, 'explain', decision.confirmation?.at, decision.challenge?.state],
    placeholderData: (before) => before,
    queryFn: ({ signal }) => client.decisions.explain(decision.id, { signal }),
  });
  return (
    <Panel title="What was said, and why">
      <p className="decision-answer">
        <Outcome outcome={decision.outcome} />
        {decision.review && <span>+ review</span>}
        <Money amountMinor={decision.amount_minor} currency={decision.currency} />
        <span>at {decision.merchant_name ?? 'an unnamed merchant'}</span>
        <span className="faint">
          <Time at={decision.received_at} isPrecise />, in {decision.decided_after_ms.toFixed(1)} ms
        </span>
      </p>
      <Loaded query={explanation}>{({ support }) => <Support sentence={support} />}</Loaded>
      <ul className="decision-reasons">
        {decision.reasons.map((reason) => (
          <li key={reason}>{reasonText(asRecord(decision), reason)}</li>
        ))}
        {decision.overridden.map((rule) => (
          <li key={rule}>
            {rule}: matched, and was overridden <span className="faint">(it decided nothing)</span>
          </li>
        ))}
        {decision.errors.map(({ rule, message, countedAs }) => (
          <li key={rule}>
            {rule}: failed, {message}; counted as {inWords(countedAs)}
          </li>
        ))}
      </ul>
      <p className="decision-became">
        <Became decision={decision} />
      </p>
    </Panel>
  );
}

function Support({ sentence }: { readonly sentence: string }) {
  const { isCopied, copy } = useCopied(sentence);
  return (
    <div className="decision-support">
      <q>{sentence}</q>
      <Button size="compact-xs" variant="default" onClick={copy} aria-live="polite">
        {isCopied ? 'Copied' : 'Copy for support'}
      </Button>
    </div>
  );
}

function Became({ decision: { state = 'intended', sent_at, confirmation } }: { readonly decision: Decision }) {
  if (!confirmation) {
    return (
      <>
        {state === 'sent' ? 'Sent' : 'Not known to be sent'}
        {sent_at && (
          <>
            {' '}
            at <Time at={sent_at} isPrecise />
          </>
        )}
        ; Stripe has not reported how it ended.
      </>
    );
  }
  const { approved, reason, reason_message, decided_by, at } = confirmation;
  const why = [reason, reason_message].filter(Boolean).join(': ');
  return (
    <>
      Confirmed by Stripe at <Time at={at} isPrecise />: {approved ? 'approved' : 'declined'}. Last word:{' '}
      {LAST_WORD[decided_by]}
      {why && ` (${why})`}.
    </>
  );
}
