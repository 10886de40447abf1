import './policy.css';
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Activation, PolicyVersion } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { Who } from '../parts/who.tsx';
import { DiffView } from './diff-view.tsx';
import { activationsQuery, liveQuery } from './policy-queries.ts';
import { RollBack, usePublishing } from './roll-back.tsx';
import { spansOf } from './spans.ts';
import { Spans } from './spans-list.tsx';
import { VersionLink } from './version-link.tsx';

const route = getRouteApi('/shell/policy/versions');

/** All versions that were stored, when each was live, and how two of them differ. */
export function VersionsPage() {
  const { from, to } = route.useSearch();
  const live = useQuery(liveQuery(useCountersign()));
  const { ask, said, dialog } = usePublishing();
  return (
    <Page title="Versions" actions={<RollBack live={live.data} ask={ask} />}>
      {said}
      {from && to && <Comparison from={from} to={to} />}
      <Versions live={live.data?.version ?? null} before={live.data?.rollback_to ?? null} />
      {dialog}
    </Page>
  );
}

function Comparison({ from, to }: { readonly from: string; readonly to: string }) {
  const close = ({ from: _, to: __, ...rest }: { from?: string; to?: string }) => rest;
  const swap = (before: object) => ({ ...before, from: to, to: from });
  return (
    <Panel
      title="What changes"
      actions={
        <>
          <Link from="/policy/versions" to="." search={swap}>
            The other way round
          </Link>
          <Link from="/policy/versions" to="." search={close}>
            Close
          </Link>
        </>
      }
    >
      <p className="policy-live">
        from <VersionLink version={from} /> to <VersionLink version={to} />
      </p>
      <DiffView from={from} to={to} />
    </Panel>
  );
}

interface VersionsProps {
  readonly live: string | null;
  readonly before: string | null;
}

function Versions({ live, before }: VersionsProps) {
  const countersign = useCountersign();
  const { client, key } = countersign;
  const { cursor } = route.useSearch();
  const versions = useQuery({
    queryKey: [key, 'policy', 'versions', cursor ?? null],
    queryFn: ({ signal }) => client.policy.versions({ ...(cursor && { cursor }) }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  const activations = useQuery(activationsQuery(countersign));
  return (
    <Panel title="Stored versions" isFlush>
      <Loaded query={versions} empty={({ data }) => (data.length === 0 ? 'No version was stored yet.' : null)}>
        {({ data, next }) => (
          <>
            <Table versions={data} activations={activations.data?.data ?? []} live={live} before={before} />
            <Pages next={next} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function Pages({ next }: { readonly next: string | null }) {
  const { cursor } = route.useSearch();
  if (next === null && cursor === undefined) return null;
  const first = ({ cursor: _, ...rest }: { cursor?: string }) => rest;
  return (
    <nav className="policy-pages" aria-label="Pages of versions">
      {cursor !== undefined && (
        <Link from="/policy/versions" to="." search={first}>
          Newest
        </Link>
      )}
      {next !== null && (
        <Link from="/policy/versions" to="." search={(now) => ({ ...now, cursor: next })}>
          Older
        </Link>
      )}
    </nav>
  );
}

interface TableProps extends VersionsProps {
  readonly versions: readonly PolicyVersion[];
  readonly activations: readonly Activation[];
}

function Table({ versions, activations, live, before }: TableProps) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({});
  const from = chosen.from ?? search.from ?? before ?? undefined;
  const to = chosen.to ?? search.to ?? live ?? undefined;
  const spans = spansOf(activations);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (from && to) void navigate({ search: (now) => ({ ...now, from, to }) });
      }}
    >
      <Scroll label="Stored versions">
        <table className="table">
          <thead>
            <tr>
              <th>From</th>
              <th>To</th>
              <th>Version</th>
              <th>Stored</th>
              <th>By</th>
              <th>Note</th>
              <th>Live</th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, by, note, created_at: createdAt }) => (
              <tr key={version} data-chosen={version === live || undefined}>
                {(['from', 'to'] as const).map((side) => (
                  <td key={side}>
                    <input
                      type="radio"
                      name={side}
                      aria-label={`${side === 'from' ? 'From' : 'To'} ${version}`}
                      checked={(side === 'from' ? from : to) === version}
                      onChange={() => setChosen({ ...chosen, [side]: version })}
                    />
                  </td>
                ))}
                <td>
                  <VersionLink version={version} />
                </td>
                <td>
                  <Time at={createdAt} />
                </td>
                <td>
                  <Who by={by} />
                </td>
                <td className="policy-note">{note ?? <span className="faint">–</span>}</td>
                <td>
                  <Spans spans={spans.filter((span) => span.version === version)} isLive={version === live} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div className="policy-pages">
        <Button type="submit" size="compact-sm" disabled={!from || !to || from === to}>
          Compare
        </Button>
        <span className="faint">Choose two, from and to.</span>
      </div>
    </form>
  );
}
