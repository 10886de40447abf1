import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sayCount } from '../../../core/domain/figures.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';

/** The lists that rules of the version in force can read. */
export function ListsTab({ version }: { readonly version: string }) {
  const { client, key } = useCountersign();
  const lists = useQuery({
    queryKey: [key, 'policy', 'lists', version],
    queryFn: ({ signal }) => client.lists.list({ signal }),
  });
  return (
    <Panel title="Lists" isFlush>
      <Loaded query={lists} empty={({ data }) => (data.length === 0 ? 'It declares no list.' : null)}>
        {({ data }) => (
          <Scroll label="Lists">
            <table className="table">
              <thead>
                <tr>
                  <th>List</th>
                  <th>Of</th>
                  <th className="number">From the policy</th>
                  <th className="number">From people</th>
                  <th>Note</th>
                </tr>
              </thead>
              <tbody>
                {data.map(({ name, type, policy_entries: ofPolicy, entries, note }) => (
                  <tr key={name}>
                    <td>
                      <Link className="mono" to="/lists/$name" params={{ name }}>
                        @{name}
                      </Link>
                    </td>
                    <td>{type.replaceAll('_', ' ')}</td>
                    <td className="number">{sayCount(ofPolicy)}</td>
                    <td className="number">{sayCount(entries)}</td>
                    <td>{note ?? <span className="faint">–</span>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Loaded>
    </Panel>
  );
}
