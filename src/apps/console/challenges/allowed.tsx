import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Allowance } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Money } from '../parts/money.tsx';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { useMay } from '../shell/session.ts';
import { HowEnded, Used } from './allowance-table.tsx';
import { Revoke } from './revoke.tsx';
import { sayPresence } from './words.ts';

/** What the YES to a question allows, and what of it is used. */
export function Allowed({ allowance }: { readonly allowance: Allowance }) {
  const { id, state, currency, each_minor, total_minor, uses_daily, uses, card_present, until } = allowance;
  const mayRevoke = useMay('review');
  const [isRevoking, setIsRevoking] = useState(false);
  return (
    <Panel
      title={state === 'live' ? 'What the YES allows' : 'What the YES allowed'}
      actions={
        state === 'live' &&
        mayRevoke && (
          <Button size="compact-sm" variant="default" onClick={() => setIsRevoking(true)}>
            Revoke…
          </Button>
        )
      }
    >
      <dl className="facts">
        <dt>{state === 'live' ? 'Until' : 'Ended'}</dt>
        <dd>{state === 'live' ? <Time at={until} /> : <HowEnded allowance={allowance} />}</dd>
        <dt>Used</dt>
        <dd>
          <Used allowance={allowance} /> of <Money amountMinor={total_minor} currency={currency} />, in {uses}{' '}
          {uses === 1 ? 'purchase' : 'purchases'}
        </dd>
        <dt>Each up to</dt>
        <dd>
          <Money amountMinor={each_minor} currency={currency} />, {uses_daily} a day
        </dd>
        <dt>For purchases</dt>
        <dd>of that card at that merchant, {sayPresence(card_present)}</dd>
        <dt>Allowance</dt>
        <dd>
          <Identifier id={id} length={30} />
        </dd>
      </dl>
      {isRevoking && <Revoke allowance={allowance} onClose={() => setIsRevoking(false)} />}
    </Panel>
  );
}
