import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { becauseInWords } from '../../../core/decision/question.ts';
import type { Allowance } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Money } from '../parts/money.tsx';
import { saySpan } from '../parts/say-span.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { useNow } from '../parts/use-now.ts';
import { Who } from '../parts/who.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { sayPresence } from './words.ts';

interface AllowanceTableProps {
  readonly allowances: readonly Allowance[];
  readonly isEnded: boolean;
  /** Begins to revoke one; without it nobody may. */
  onRevoke?(allowance: Allowance): void;
}

/** Allowances, one a row. */
export function AllowanceTable({ allowances, isEnded, onRevoke }: AllowanceTableProps) {
  const nowMs = useNow(10_000);
  const isRevocable = onRevoke !== undefined && !isEnded;
  return (
    <Scroll label="Allowances">
      <table className="table">
        <thead>
          <tr>
            <th>Merchant</th>
            <th>Card</th>
            <th className="number">Used</th>
            <th className="number">Of</th>
            <th className="number" title="What one purchase may come to">
              Each up to
            </th>
            <th>How often</th>
            <th>Presence</th>
            <th>Since</th>
            <th>{isEnded ? 'Ended' : 'Until'}</th>
            {isRevocable && <th>Change</th>}
          </tr>
        </thead>
        <tbody>
          {allowances.map((allowance) => (
            <tr key={allowance.id} data-allowance={allowance.id}>
              <td>
                <Link to="/challenges/$id" params={{ id: allowance.challenge }} search={keepWorld}>
                  <span className="hidden">The question about </span>
                  {allowance.merchant_name ?? allowance.merchant}
                </Link>
              </td>
              <td>
                <Identifier id={allowance.card} />
              </td>
              <td className="number">
                <Used allowance={allowance} />
              </td>
              <td className="number">
                <Money amountMinor={allowance.total_minor} currency={allowance.currency} />
              </td>
              <td className="number">
                <Money amountMinor={allowance.each_minor} currency={allowance.currency} />
              </td>
              <td className="challenges-nowrap">
                {allowance.uses_daily} a day <span className="faint">(used {allowance.uses} in all)</span>
              </td>
              <td className="challenges-nowrap">{sayPresence(allowance.card_present)}</td>
              <td>
                <Time at={allowance.from} />
              </td>
              <td className={isEnded ? 'challenges-wide' : undefined}>
                {isEnded ? <HowEnded allowance={allowance} /> : <Until until={allowance.until} nowMs={nowMs} />}
              </td>
              {isRevocable && (
                <td>
                  <Button size="compact-xs" variant="default" onClick={() => onRevoke(allowance)}>
                    Revoke…
                    <span className="hidden">
                      {' '}
                      what {allowance.card} may at {allowance.merchant_name ?? allowance.merchant}
                    </span>
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** How much of it is used, as a bar behind the figure. */
export function Used({
  allowance: { used_minor: used, total_minor: total, currency },
}: {
  readonly allowance: Allowance;
}) {
  const share = total === 0 ? 0 : Math.min(1, used / total);
  return (
    <span className="challenges-used">
      <span className="challenges-used-bar" style={{ width: `${100 * share}%` }} />
      <span className="challenges-used-figure">
        <Money amountMinor={used} currency={currency} />
      </span>
    </span>
  );
}

function Until({ until, nowMs }: { readonly until: string; readonly nowMs: number }) {
  return (
    <time dateTime={until} title={`${until.replace('T', ' ').replace('Z', '')} UTC`}>
      {saySpan(Date.parse(until), nowMs)}
    </time>
  );
}

/** When and why it ended: its time was over, or something ended it before. */
export function HowEnded({
  allowance: { ended_at, ended_because, ended_by, until },
}: {
  readonly allowance: Allowance;
}) {
  if (ended_at === null) {
    return (
      <>
        <Time at={until} />, its time was over
      </>
    );
  }
  return (
    <>
      <Time at={ended_at} />
      {ended_because !== null && <>, {becauseInWords(ended_because)}</>}
      {ended_by !== null && (
        <>
          {' '}
          (<Who by={ended_by} />)
        </>
      )}
    </>
  );
}
