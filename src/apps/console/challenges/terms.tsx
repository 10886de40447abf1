import type { WholeChallenge } from '../../../sdk/index.ts';
import { Panel } from '../parts/page.tsx';
import { sayDuration } from '../parts/say-duration.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface TermsProps {
  readonly terms: NonNullable<WholeChallenge['terms']>;
  readonly channel: WholeChallenge['channel'];
}

/** What the profile said of challenges when the question was put: what follows from its answer keeps to it. */
export function Terms({ terms, channel }: TermsProps) {
  const keeps = sayDuration(terms.allowance_days * DAY_MS);
  const declines = `declined there for ${sayDuration(terms.decline_days * DAY_MS)}`;
  return (
    <Panel title="By which terms">
      <dl className="facts">
        <dt>Time to answer</dt>
        <dd>{channel === 'stripe' ? 'Stripe’s own, 1 h' : sayDuration(terms.reply_minutes * MINUTE_MS)}</dd>
        <dt>A YES lets through</dt>
        <dd>
          {channel === 'stripe'
            ? 'what Stripe’s own list of seven days says'
            : `${terms.times_amount} × the amount, ${terms.uses_daily} a day, for ${keeps}`}
        </dd>
        <dt>A NO</dt>
        <dd>
          {declines}
          {terms.freezes_card && ', and the card is frozen'}
        </dd>
        <dt>Asked at most</dt>
        <dd>{terms.max_per_cardholder_daily} times in a day</dd>
        <dt>Phone unchanged for</dt>
        <dd>{sayDuration(terms.phone_unchanged_hours * HOUR_MS)}</dd>
      </dl>
    </Panel>
  );
}
