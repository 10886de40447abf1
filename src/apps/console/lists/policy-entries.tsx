import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sayCount } from '../../../core/domain/figures.ts';
import type { WholeList } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { useMay } from '../shell/session.ts';
import { rowsOf } from './use-entries.ts';

interface PolicyEntriesProps {
  readonly list: WholeList;
  readonly text: string;
}

/** What the list's own file puts on it, in every mode and account: it is changed with the policy, not here. */
export function PolicyEntries({ list: { name, policy_entries: count }, text }: PolicyEntriesProps) {
  const { client, key } = useCountersign();
  const mayEdit = useMay('policy');
  const query = useInfiniteQuery({
    queryKey: [key, 'lists', name, 'policy', text],
    queryFn({ pageParam, signal }) {
      const asked = { limit: 25, ...(text !== '' && { text }), ...(pageParam !== null && { cursor: pageParam }) };
      return client.lists.ofPolicy(name, asked, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const rows = rowsOf(query.data);
  const edit = (
    <Link to="/policy/edit" search={keepWorld}>
      Edit the policy
    </Link>
  );
  return (
    <Panel title={`From the policy, in lists/${name}.yaml: ${sayCount(count)}`} actions={mayEdit && edit} isFlush>
      <Loaded query={{ ...query, data: rows }} empty={(data) => (data.length === 0 ? 'No entry is like that.' : null)}>
        {(data) => (
          <Scroll label="Entries from the policy">
            <table className="table">
              <thead>
                <tr>
                  <th>Value</th>
                  <th>Note</th>
                  <th>Since</th>
                  <th>Ends</th>
                </tr>
              </thead>
              <tbody>
                {data.map(({ value, note, known_from, known_until }) => (
                  <tr key={value}>
                    <td className="mono">{value}</td>
                    <td>{note}</td>
                    <td>{known_from === null ? <span className="faint">always</span> : <Time at={known_from} />}</td>
                    <td>{known_until === null ? <span className="faint">never</span> : <Time at={known_until} />}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Loaded>
      <More query={query} />
    </Panel>
  );
}
