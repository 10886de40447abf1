import { Link } from '@tanstack/react-router';
import { codeInWords } from '../../../core/decision/vocabulary.ts';
import type { WholeChallenge } from '../../../sdk/index.ts';
import { Money } from '../parts/money.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';

/** What was asked for later with that card at that merchant. */
export function Purchases({ purchases }: Pick<WholeChallenge, 'purchases'>) {
  return (
    <Panel title="Asked for there later, with the same card" isFlush>
      {purchases.length === 0 ? (
        <div className="empty">Nothing yet.</div>
      ) : (
        <Scroll label="Later purchases">
          <table className="table">
            <thead>
              <tr>
                <th>At</th>
                <th className="number">Amount</th>
                <th>Ended as</th>
                <th>Because</th>
              </tr>
            </thead>
            <tbody>
              {purchases.map((purchase) => (
                <tr key={`${purchase.authorization} ${purchase.decision} ${purchase.at}`}>
                  <td>
                    <PurchaseLink purchase={purchase} />
                  </td>
                  <td className="number">
                    <Money amountMinor={purchase.amount_minor} currency={purchase.currency} />
                  </td>
                  <td>
                    <Ended purchase={purchase} />
                  </td>
                  <td className="challenges-wide">
                    {purchase.reason === null ? '–' : (codeInWords(purchase.reason) ?? purchase.reason)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

type Purchase = WholeChallenge['purchases'][number];

function PurchaseLink({ purchase: { authorization, decision, at } }: { readonly purchase: Purchase }) {
  const time = <Time at={at} isPrecise />;
  if (decision === null) {
    return (
      <Link to="/authorizations/$id" params={{ id: authorization }} search={keepWorld}>
        {time}
      </Link>
    );
  }
  return (
    <Link to="/decisions/$id" params={{ id: decision }} search={keepWorld}>
      {time}
    </Link>
  );
}

/** How it ended, as Stripe reported; until then what we meant. */
function Ended({ purchase: { approved, outcome } }: { readonly purchase: Purchase }) {
  if (approved !== null)
    return <Outcome outcome={approved ? 'approve' : outcome === 'challenge' ? 'challenge' : 'decline'} />;
  if (outcome === null) return <span className="faint">not known</span>;
  return (
    <>
      <Outcome outcome={outcome} /> <span className="faint">(by us)</span>
    </>
  );
}
