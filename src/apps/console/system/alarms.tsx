import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Alarm } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Acknowledge } from './acknowledge.tsx';
import { AlarmRow } from './alarm-row.tsx';
import type { SystemSearch } from './search.ts';

const route = getRouteApi('/shell/system');

const STATES = [
  ['standing', 'Standing now'],
  ['past', 'Over'],
  ['all', 'All'],
] as const;
const NONE = {
  standing: 'No alarm stands, in any process.',
  past: 'No alarm is over yet.',
  all: 'There was no alarm yet.',
} as const;
const PAGE_ROWS = 50;
const EVERY_MS = 5_000;

/** What is and was wrong, in all processes, what to do about it, and who knows. */
export function Alarms() {
  const { state = 'standing', alarm } = route.useSearch();
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<Alarm | null>(null);
  const alarms = useInfiniteQuery({
    queryKey: [key, 'alarms', state, alarm ?? ''],
    queryFn: ({ pageParam, signal }) =>
      client.alarms.list(
        { state, limit: PAGE_ROWS, ...(alarm && { alarm }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <Choice state={state} alarm={alarm} />
      <Panel title="Alarms" isFlush>
        <Loaded
          query={alarms}
          empty={({ pages }) => (pages[0]?.data.length === 0 ? (alarm ? `None of ${alarm}.` : NONE[state]) : null)}
        >
          {({ pages }) => <Table rows={pages.flatMap(({ data }) => data)} onAcknowledge={setChosen} />}
        </Loaded>
        <More query={alarms} />
      </Panel>
      {chosen && (
        <Acknowledge
          alarm={chosen}
          onClose={() => setChosen(null)}
          onDone={() => queries.invalidateQueries({ queryKey: [key, 'alarms'] })}
        />
      )}
    </>
  );
}

function Table({ rows, onAcknowledge }: { readonly rows: readonly Alarm[]; onAcknowledge(alarm: Alarm): void }) {
  return (
    <Scroll label="Table of alarms">
      <table className="table">
        <thead>
          <tr>
            <th>Alarm</th>
            <th>Raised</th>
            <th>Over</th>
            <th className="number">Times</th>
            <th>Process</th>
            <th>Known to</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((alarm) => (
            <AlarmRow key={alarm.id} alarm={alarm} onAcknowledge={() => onAcknowledge(alarm)} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Which of them, as links: each has an address. */
function Choice({ state, alarm }: { readonly state: (typeof STATES)[number][0]; readonly alarm: string | undefined }) {
  return (
    <nav className="system-choice" aria-label="Which alarms">
      {STATES.map(([one, name]) => (
        <Link
          key={one}
          from="/system"
          to="."
          search={(before: SystemSearch) => ({ ...before, state: one })}
          activeOptions={{ exact: true }}
          aria-current={one === state ? 'true' : undefined}
        >
          {name}
        </Link>
      ))}
      {alarm && (
        <span>
          only <span className="mono">{alarm}</span>{' '}
          <Link from="/system" to="." search={({ alarm: _, ...others }: SystemSearch) => others}>
            show all
          </Link>
        </span>
      )}
    </nav>
  );
}
