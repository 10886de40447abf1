import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Job } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Identifier } from '../parts/identifier.tsx';
import { Loaded, messageOf } from '../parts/loaded.tsx';
import { More } from '../parts/more.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { useMay } from '../shell/session.ts';

/** Jobs that were tried as often as may be: why, and a way to try one or all of them again. */
export function DeadLetters({ dead }: { readonly dead: number | null }) {
  const may = useMay('admin');
  if (!may) {
    return (
      <Panel title="Dead letters">
        {dead === null || dead === 0 ? 'There is none.' : `There are ${sayCount(dead)}.`} An admin sees what they are
        about, and may have them tried again.
      </Panel>
    );
  }
  return <Letters dead={dead} />;
}

function Letters({ dead }: { readonly dead: number | null }) {
  const { client, key } = useCountersign();
  const [isAskingAll, setIsAskingAll] = useState(false);
  const letters = useInfiniteQuery({
    queryKey: [key, 'jobs', 'dead'],
    queryFn: ({ pageParam, signal }) => client.jobs.dead(pageParam ? { cursor: pageParam } : {}, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  const again = useAgain();
  const { refetch } = letters;
  const known = useRef(dead);
  // The table stands while what changed is read.
  useEffect(() => {
    if (known.current === dead) return;
    known.current = dead;
    void refetch();
  }, [dead, refetch]);
  return (
    <Panel
      title="Dead letters"
      isFlush
      actions={
        <Button size="compact-xs" variant="default" disabled={!dead} onClick={() => setIsAskingAll(true)}>
          Try all again…
        </Button>
      }
    >
      {again.error && <Note tone="wrong">{messageOf(again.error)}.</Note>}
      <Loaded query={letters} empty={({ pages }) => (pages[0]?.data.length === 0 ? 'There is none.' : null)}>
        {({ pages }) => (
          <Table
            rows={pages.flatMap(({ data }) => data)}
            busy={again.isPending ? again.variables : null}
            onAgain={again.mutate}
          />
        )}
      </Loaded>
      <More query={letters} />
      {isAskingAll && (
        <Confirm
          title="Try all dead letters again?"
          act="Try them again"
          onClose={() => setIsAskingAll(false)}
          onConfirm={() => again.mutateAsync(null)}
        >
          Each is tried as often as a new job, the oldest first. Mend first what they say, or they die again.
        </Confirm>
      )}
    </Panel>
  );
}

/** Has the dead letter of an id tried again, or with null all of them. */
function useAgain() {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string | null) => {
      if (id === null) await client.jobs.retryAll();
      else await client.jobs.retry(id);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [key, 'jobs'] }),
  });
}

interface TableProps {
  readonly rows: readonly Job[];
  /** The one that is just being tried again. */
  readonly busy: string | null;
  onAgain(id: string): void;
}

function Table({ rows, busy, onAgain }: TableProps) {
  return (
    <Scroll label="Table of dead letters">
      <table className="table">
        <thead>
          <tr>
            <th>Job</th>
            <th>About</th>
            <th className="number">Tries</th>
            <th>Died</th>
            <th>Because</th>
            <th>
              <span className="hidden">Again</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, key, tries, ended_at: endedAt, error }) => (
            <tr key={id}>
              <td className="mono">{name}</td>
              <td>
                <Identifier id={key} length={28} />
              </td>
              <td className="number">{tries}</td>
              <td>{endedAt && <Time at={endedAt} isPrecise />}</td>
              <td className="system-wrap">{error}</td>
              <td>
                <Button size="compact-xs" variant="default" disabled={busy === id} onClick={() => onAgain(id)}>
                  Try again
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
