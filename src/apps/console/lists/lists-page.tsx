import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sayCount } from '../../../core/domain/figures.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { TYPE_WORDS } from './words.ts';

const EVERY_MS = 15_000;

/** The lists that the policy declares. */
export function ListsPage() {
  const { client, key } = useCountersign();
  const query = useQuery({
    queryKey: [key, 'lists', 'all'],
    queryFn: ({ signal }) => client.lists.list({ signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <Page title="Lists">
      <Panel title="Lists of the policy" isFlush>
        <Loaded query={query} empty={({ data }) => (data.length === 0 ? NOTHING : null)}>
          {({ data }) => (
            <Scroll label="Lists of the policy">
              <table className="table">
                <thead>
                  <tr>
                    <th>List</th>
                    <th>Holds</th>
                    <th className="number" title="Entries that people gave it, in all modes and accounts">
                      Entries
                    </th>
                    <th className="number" title="Entries that the policy itself gives it">
                      Of the policy
                    </th>
                    <th>What for</th>
                  </tr>
                </thead>
                <tbody>
                  {data.map(({ name, type, note, entries, policy_entries }) => (
                    <tr key={name}>
                      <td>
                        <Link to="/lists/$name" params={{ name }} search={{}}>
                          @{name}
                        </Link>
                      </td>
                      <td>{TYPE_WORDS[type].holds}</td>
                      <td className="number">{sayCount(entries)}</td>
                      <td className="number">{sayCount(policy_entries)}</td>
                      <td>{note}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          )}
        </Loaded>
      </Panel>
      <p className="faint">
        What people put on a list is in force everywhere within two seconds, without another version of the policy.
        Counts are of all modes and accounts.
      </p>
    </Page>
  );
}

const NOTHING = 'The policy declares no lists. One is a file lists/NAME.yaml with its type.';
