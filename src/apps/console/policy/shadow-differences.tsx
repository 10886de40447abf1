import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { sayCount, sayPercent } from '../../../core/domain/figures.ts';
import type { ShadowDifferencePage } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { netOf, sayShare } from './share.ts';
import { VersionLink } from './version-link.tsx';

const route = getRouteApi('/shell/policy/shadow');

interface DifferencesProps {
  readonly version: string;
  /** Whether it is in shadow no more. */
  readonly isOver: boolean;
}

/** What a version in shadow would have answered otherwise: how much of all, from what to what, and which decisions. */
export function Differences({ version, isOver }: DifferencesProps) {
  const { client, key } = useCountersign();
  const { was, would, cursor } = route.useSearch();
  const query = useQuery({
    queryKey: [key, 'policy', 'differences', version, was ?? null, would ?? null, cursor ?? null],
    queryFn: ({ signal }) => {
      const filter = { ...(was && { live_outcome: was }), ...(would && { shadow_outcome: would }) };
      return client.policy.shadowDifferences({ version, ...filter, ...(cursor && { cursor }) }, { signal });
    },
    placeholderData: keepPreviousData,
    refetchInterval: isOver ? false : 5_000,
  });
  return (
    <Loaded query={query}>
      {(page) => (
        <>
          <Panel title={isOver ? 'What it would have meant' : 'What it would mean'} isFlush>
            {isOver && (
              <p className="policy-inset faint">
                <VersionLink version={version} /> is in shadow no more.
              </p>
            )}
            <Meaning page={page} />
            {page.total > 0 && <Counts page={page} />}
          </Panel>
          {page.total > 0 && (
            <Panel title={was || would ? 'Decisions, filtered' : 'Decisions'} actions={<AllOfThem />} isFlush>
              <Decisions page={page} />
            </Panel>
          )}
        </>
      )}
    </Loaded>
  );
}

function AllOfThem() {
  const { was, would } = route.useSearch();
  if (!was && !would) return null;
  return (
    <Link
      from="/policy/shadow"
      to="."
      search={({ was: _, would: __, cursor: ___, ...rest }) => rest}
      resetScroll={false}
    >
      All of them
    </Link>
  );
}

const WORDS: Readonly<Record<string, string>> = { approve: 'approved', decline: 'declined', challenge: 'challenged' };

function Meaning({ page }: { readonly page: ShadowDifferencePage }) {
  const { total, decisions, outcomes } = page;
  const share = sayShare(page);
  if (decisions === 0 && total === 0) {
    return <div className="empty">Nothing was decided while it was in shadow, so far.</div>;
  }
  const net = Object.entries(netOf(outcomes)).map(
    ([outcome, more]) => `${more > 0 ? '+' : '−'}${sayCount(Math.abs(more))} ${WORDS[outcome]}`,
  );
  const more = net.length > 0 ? ` (${net.join(', ')})` : '';
  // Decisions of people who were erased are gone: then there is no share to be told.
  const said =
    total === 0
      ? `of ${sayCount(decisions)} decisions: it would have answered each as the live version did.`
      : share === null
        ? `decisions would have been others${more}.`
        : `of decisions would have been others: ${sayCount(total)} of ${sayCount(decisions)}${more}.`;
  return (
    <div className="policy-inset">
      <span className="policy-share">{share ?? sayCount(total)}</span> {said}
    </div>
  );
}

function Counts({ page: { outcomes, total } }: { readonly page: ShadowDifferencePage }) {
  const { was, would } = route.useSearch();
  return (
    <Scroll label="From which answer to which">
      <table className="table">
        <thead>
          <tr>
            <th>Was</th>
            <th>Would have been</th>
            <th className="number">Decisions</th>
            <th className="number">Of all that differ</th>
            <th>
              <span className="hidden">Filter</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {outcomes.map(({ live, shadow, count }) => (
            <tr key={`${live} ${shadow}`} data-chosen={(live === was && shadow === would) || undefined}>
              <td>
                <Outcome outcome={live} />
              </td>
              <td>
                <Outcome outcome={shadow} />
                {live === shadow && <span className="faint"> but for the review</span>}
              </td>
              <td className="number">{sayCount(count)}</td>
              <td className="number">{sayPercent(count / total)}</td>
              <td>
                <Link
                  from="/policy/shadow"
                  to="."
                  search={({ cursor: _, ...rest }) => ({ ...rest, was: live, would: shadow })}
                  resetScroll={false}
                  aria-label={`Show those that were ${WORDS[live]} and would have been ${WORDS[shadow]}`}
                >
                  Show
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function Decisions({ page: { data, next } }: { readonly page: ShadowDifferencePage }) {
  const { cursor } = route.useSearch();
  if (data.length === 0) return <div className="empty">None is like that.</div>;
  return (
    <>
      <Scroll label="Decisions that differ">
        <table className="table">
          <thead>
            <tr>
              <th>Asked</th>
              <th>Decision</th>
              <th>Was</th>
              <th>Because</th>
              <th>Would have been</th>
              <th>Because</th>
            </tr>
          </thead>
          <tbody>
            {data.map(({ decision, asked_at: askedAt, live, shadow }) => (
              <tr key={decision}>
                <td>
                  <Time at={askedAt} isPrecise />
                </td>
                <td>
                  <Link className="mono" to="/decisions/$id" params={{ id: decision }} title={decision}>
                    {decision.slice(0, 14)}…
                  </Link>
                </td>
                <td>
                  <Outcome outcome={live.outcome} />
                </td>
                <td>{live.reasons.join(', ')}</td>
                <td>
                  <Outcome outcome={shadow.outcome} />
                </td>
                <td>{shadow.reasons.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {(next !== null || cursor) && (
        <nav className="policy-pages" aria-label="Pages of decisions">
          {cursor && (
            <Link from="/policy/shadow" to="." search={({ cursor: _, ...rest }) => rest} resetScroll={false}>
              Newest
            </Link>
          )}
          {next !== null && (
            <Link from="/policy/shadow" to="." search={(now) => ({ ...now, cursor: next })} resetScroll={false}>
              Older
            </Link>
          )}
        </nav>
      )}
    </>
  );
}
