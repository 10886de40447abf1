import { Button } from '@mantine/core';
import { useState } from 'react';
import type { WholeChallenge } from '../../../sdk/index.ts';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { useNow } from '../parts/use-now.ts';
import { Who } from '../parts/who.tsx';
import { useMay } from '../shell/session.ts';
import { ChallengeState, Phone } from './challenge-state.tsx';
import { Lift } from './lift.tsx';
import { sayPhone, sayStanding } from './words.ts';

/** Where a question stands, and what its answer does at the moment. */
export function Standing({ challenge }: { readonly challenge: WholeChallenge }) {
  const { state, amount_minor, currency, merchant, merchant_name: name, phone, verdict } = challenge;
  return (
    <Panel title="Where it stands">
      <p className="challenges-answer">
        <ChallengeState state={state} />
        <Money amountMinor={amount_minor} currency={currency} />
        <span>at {name ?? merchant ?? 'an unnamed merchant'}</span>
        {phone !== null && (
          <span className="faint">
            asked at <Phone masked={sayPhone(phone)} />
          </span>
        )}
      </p>
      <p className="challenges-sentence">
        {sayStanding(challenge)} <Until challenge={challenge} />
      </p>
      {verdict !== null && (
        <p className="challenges-sentence">
          By its labels the purchase was{' '}
          <span className="word" data-tone={verdict === 'fraud' ? 'decline' : 'approve'}>
            {verdict === 'fraud' ? 'fraud' : 'legitimate'}
          </span>
          .
        </p>
      )}
      <Declining challenge={challenge} />
    </Panel>
  );
}

function Until({ challenge: { answer_by, send_by, state } }: { readonly challenge: WholeChallenge }) {
  if (state === 'pending') {
    return (
      <>
        It is not sent later than <Time at={send_by} isPrecise />.
      </>
    );
  }
  if ((state !== 'sent' && state !== 'delivered') || answer_by === null) return null;
  return (
    <>
      An answer counts until <Time at={answer_by} isPrecise />.
    </>
  );
}

/** That a NO declines that merchant on that card, until when, and the way to take it back. */
function Declining({ challenge }: { readonly challenge: WholeChallenge }) {
  const { state, declines_until: until, lifted_by: by, card } = challenge;
  const nowMs = useNow(10_000);
  const mayLift = useMay(LIFT_SCOPE);
  const [isLifting, setIsLifting] = useState(false);
  if (by !== null) {
    return (
      <p className="challenges-sentence">
        The NO was taken back by <Who by={by} />
        {until !== null && (
          <>
            , <Time at={until} />
          </>
        )}
        : it declines nothing more.
      </p>
    );
  }
  if (state !== 'rejected') return null;
  return (
    <>
      {until !== null && (
        <p className="challenges-sentence">
          {Date.parse(until) <= nowMs ? (
            <>
              It declined that merchant on that card until <Time at={until} />.
            </>
          ) : (
            <>
              Until <Time at={until} /> whatever <span className="mono">{card}</span> buys there is declined, before
              anything else is looked at.
            </>
          )}
        </p>
      )}
      <Button
        size="xs"
        variant="default"
        disabled={!mayLift}
        title={mayLift ? undefined : `This wants the scope ${LIFT_SCOPE}`}
        onClick={() => setIsLifting(true)}
      >
        Take the NO back…
      </Button>
      {isLifting && <Lift challenge={challenge} onClose={() => setIsLifting(false)} />}
    </>
  );
}

/** The scope without which the API takes no NO back. */
const LIFT_SCOPE = 'review';
