import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DecisionFeatures } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Money } from '../parts/money.tsx';
import { Note } from '../parts/note.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { inWords } from './words.ts';

type Count = NonNullable<DecisionFeatures['behind']>['counts'][number];
type Event = Count['events'][number];

/** The events that a feature counted for a decision. */
export function FeatureEvents({ id, feature }: { readonly id: string; readonly feature: string }) {
  const { client, key } = useCountersign();
  const behind = useQuery({
    queryKey: [key, 'decision', id, 'features', feature],
    queryFn: async ({ signal }) => (await client.decisions.features(id, { feature }, { signal })).behind?.counts ?? [],
    staleTime: 60_000,
  });
  return (
    <Loaded query={behind}>
      {(counts) =>
        counts.map((count, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the counts of one feature stay in their order
          <Counted key={index} count={count} feature={feature} />
        ))
      }
    </Loaded>
  );
}

function Counted({ count, feature }: { readonly count: Count; readonly feature: string }) {
  const { told, note, total, events } = count;
  return (
    <>
      {note && <Note>{told ? note : `The events can't be listed: ${note}.`}</Note>}
      {told && total === 0 && <p className="faint small">No event was counted.</p>}
      {told && events.length > 0 && (
        <Scroll label={`The events behind ${feature}`}>
          <table className="table small" aria-label={`Events behind ${feature}`}>
            <thead>
              <tr>
                <th>At</th>
                <th>What</th>
                <th>Became</th>
                <th className="number">Amount</th>
                <th>Merchant</th>
                <th>Id</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event) => (
                <Row key={`${event.id} ${event.at} ${event.decision}`} event={event} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {told && total !== null && total > events.length && (
        <p className="faint small">
          The newest {events.length} of {total}.
        </p>
      )}
    </>
  );
}

function Row({ event }: { readonly event: Event }) {
  const { kind, id, at, outcome, own, decision, amount_minor, currency, merchant_name, data } = event;
  return (
    <tr>
      <td>
        <Time at={at} isPrecise />
      </td>
      <td>{own ? 'this ask' : kind === 'authorization' ? 'ask' : kind}</td>
      <td>{outcome && inWords(outcome)}</td>
      <td className="number">{data ? null : <Money amountMinor={amount_minor} currency={currency} />}</td>
      <td className="clip">{data ? dataWords(data) : merchant_name}</td>
      <td>
        {decision && !own ? (
          <Link to="/decisions/$id" params={{ id: decision }} search={keepWorld} className="mono">
            {decision.slice(0, 14)}…
          </Link>
        ) : kind === 'authorization' && !own ? (
          <Link to="/authorizations/$id" params={{ id }} search={keepWorld} className="mono">
            {id.slice(0, 14)}…
          </Link>
        ) : (
          <Identifier id={id} length={15} />
        )}
      </td>
    </tr>
  );
}

function dataWords(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
}
