import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { ListEntry, WholeList } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Panel } from '../parts/page.tsx';
import { say } from '../parts/said.tsx';
import { saySpan } from '../parts/say-span.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { useNow } from '../parts/use-now.ts';
import type { Draft } from './entry-form.tsx';
import { rowsOf, useEntries } from './use-entries.ts';

interface StandingEntriesProps {
  readonly list: WholeList;
  readonly text: string;
  /** Begins to change an entry; without it nobody may. */
  onChange?(draft: Draft): void;
}

/** What is on a list, or is going to be. What expires while one looks shows it, and goes to what ended. */
export function StandingEntries({ list, text, onChange }: StandingEntriesProps) {
  const query = useEntries(list.name, 'standing', text, 50);
  const rows = rowsOf(query.data);
  const nowMs = useNow(1_000);
  const [leaving, setLeaving] = useState<ListEntry | null>(null);
  useForgetExpired(rows ?? [], nowMs);
  const count = list.in_force + list.coming;
  return (
    <Panel title={`On it: ${sayCount(count)}`} isFlush>
      <Loaded query={{ ...query, data: rows }} empty={(data) => (data.length === 0 ? nothing(text) : null)}>
        {(data) => (
          <Scroll label="Entries that stand">
            <table className="table">
              <thead>
                <tr>
                  <th>Value</th>
                  <th>Note</th>
                  <th>By</th>
                  <th>Since</th>
                  <th>Ends</th>
                  {onChange && <th>Change</th>}
                </tr>
              </thead>
              <tbody>
                {data.map((entry) => (
                  <tr key={entry.id} data-entry={entry.value}>
                    <td className="mono">{entry.value}</td>
                    <td>{entry.note}</td>
                    <td>{entry.by.name ?? entry.by.id}</td>
                    <td>
                      {Date.parse(entry.known_from) > nowMs && <span className="faint">from </span>}
                      <Time at={entry.known_from} />
                    </td>
                    <td>
                      <End until={entry.known_until} nowMs={nowMs} />
                    </td>
                    {onChange && (
                      <td className="lists-acts">
                        <Button size="compact-xs" variant="default" onClick={() => onChange(entry)}>
                          Note or end<span className="hidden"> of {entry.value}</span>
                        </Button>
                        <Button size="compact-xs" variant="default" onClick={() => setLeaving(entry)}>
                          Take off<span className="hidden"> {entry.value}</span>
                        </Button>
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Loaded>
      <More query={query} />
      {leaving && <Removal entry={leaving} onClose={() => setLeaving(null)} />}
    </Panel>
  );
}

/** When an entry ends: `in 3 hours`, the moment on hover; `expired` from then on. */
function End({ until, nowMs }: { readonly until: string | null; readonly nowMs: number }) {
  if (until === null) return <span className="faint">never</span>;
  const atMs = Date.parse(until);
  if (atMs <= nowMs) return <strong>expired</strong>;
  return (
    <time dateTime={until} title={`${until.replace('T', ' ').replace('Z', '')} UTC`}>
      {saySpan(atMs, nowMs)}
    </time>
  );
}

/** Once an entry has expired, what stands and what ended are asked for again; also where clocks differ a little. */
function useForgetExpired(rows: readonly ListEntry[], nowMs: number): void {
  const { key } = useCountersign();
  const queries = useQueryClient();
  const expired = rows.filter(({ known_until }) => known_until !== null && Date.parse(known_until) <= nowMs);
  const latest = expired.map(({ id }) => id).join(' ');
  const tick = latest === '' ? 0 : Math.floor(nowMs / 2_000);
  useEffect(() => {
    if (tick > 0) void queries.invalidateQueries({ queryKey: [key, 'lists'] });
  }, [tick, queries, key]);
}

function Removal({ entry, onClose }: { readonly entry: ListEntry; onClose(): void }) {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  async function remove() {
    await client.lists.removeEntry(entry.list, entry.id);
    say(`${entry.value} is on @${entry.list} no more.`);
    await queries.invalidateQueries({ queryKey: [key, 'lists'] });
  }
  return (
    <Confirm title="Take it off the list" act="Take it off" isGrave onClose={onClose} onConfirm={remove}>
      <p>
        <span className="mono">{entry.value}</span> is on <span className="mono">@{entry.list}</span> no more within two
        seconds. What was on it when stays known.
      </p>
    </Confirm>
  );
}

function nothing(text: string): string {
  return text === '' ? 'Nobody put anything on it in this mode and account.' : 'No entry is like that.';
}
