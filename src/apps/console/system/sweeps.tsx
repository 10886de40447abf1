import { useQuery } from '@tanstack/react-query';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Sweep } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';

const NONE = 'None yet: with STRIPE_SECRET_KEY Stripe’s lists are gone through once an hour.';

/** How far the passes through Stripe's lists are in this mode and account, and what the last whole ones put right. */
export function Sweeps() {
  const { client, key, world } = useCountersign();
  const sweeps = useQuery({
    queryKey: [key, 'sweeps'],
    queryFn: ({ signal }) => client.sweeps.list({ signal }),
    refetchInterval: 10_000,
  });
  return (
    <Panel title={`Sweeps through Stripe’s lists, ${world.live ? 'live' : 'test'} mode`} isFlush>
      <Loaded query={sweeps} empty={({ data }) => (data.length === 0 ? NONE : null)}>
        {({ data }) => (
          <Scroll label="Table of sweeps">
            <table className="table">
              <thead>
                <tr>
                  <th>List</th>
                  <th>This pass</th>
                  <th className="number">Seen</th>
                  <th className="number">New</th>
                  <th className="number">Put right</th>
                  <th className="number">Missed</th>
                </tr>
              </thead>
              <tbody>
                {data.map((sweep) => (
                  <Row key={`${sweep.of} ${sweep.account}`} sweep={sweep} />
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Loaded>
    </Panel>
  );
}

function Row({ sweep }: { readonly sweep: Sweep }) {
  const { of, began_at: began, completed_at: completed, seen, added, repaired, missed } = sweep;
  return (
    <tr>
      <td>{of}</td>
      <td>
        {completed === null ? 'under way since ' : 'done at '}
        <Time at={completed ?? began} />
      </td>
      <td className="number">{sayCount(seen)}</td>
      <td className="number">{sayCount(added)}</td>
      <td className="number">{sayCount(repaired)}</td>
      <td className="number">{sayCount(missed)}</td>
    </tr>
  );
}
