import { sayCount } from '../../../core/domain/figures.ts';
import type { ListEntry, WholeList } from '../../../sdk/index.ts';
import { Loaded } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { rowsOf, useEntries } from './use-entries.ts';

interface EndedEntriesProps {
  readonly list: WholeList;
  readonly text: string;
}

/** What was on a list: expired, taken off, or replaced by the same value with another note or end. */
export function EndedEntries({ list, text }: EndedEntriesProps) {
  const query = useEntries(list.name, 'ended', text, 10);
  const rows = rowsOf(query.data);
  if (list.ended === 0 && rows?.length === 0) return null;
  return (
    <Panel title={`Was on it: ${sayCount(list.ended)}`} isFlush>
      <Loaded query={{ ...query, data: rows }} empty={(data) => (data.length === 0 ? 'No entry is like that.' : null)}>
        {(data) => (
          <Scroll label="Entries that ended">
            <table className="table">
              <thead>
                <tr>
                  <th>Value</th>
                  <th>Note</th>
                  <th>By</th>
                  <th>Since</th>
                  <th>Ended</th>
                </tr>
              </thead>
              <tbody>
                {data.map((entry) => (
                  <tr key={entry.id} data-ended={entry.value}>
                    <td className="mono">{entry.value}</td>
                    <td>{entry.note}</td>
                    <td>{entry.by.name ?? entry.by.id}</td>
                    <td>
                      <Time at={entry.known_from} />
                    </td>
                    <td>
                      <HowEnded entry={entry} />
                    </td>
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

/** It expired where that came first; a successor closes an expired one as well. */
function HowEnded({ entry: { known_until, removed_at, removed_by } }: { readonly entry: ListEntry }) {
  const isExpired = known_until !== null && (removed_at === null || known_until <= removed_at);
  if (isExpired) {
    return (
      <>
        expired, <Time at={known_until} />
      </>
    );
  }
  return (
    <>
      taken off or changed by {removed_by?.name ?? removed_by?.id}, {removed_at !== null && <Time at={removed_at} />}
    </>
  );
}
