import { useQuery } from '@tanstack/react-query';
import { sayCount, sayPercent } from '../../../core/domain/figures.ts';
import type { Funnel } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Choices } from '../parts/choices.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { WINDOWS, type Window, windowStart } from './now-search.ts';
import { PageLink } from './page-link.tsx';

type Line = Funnel['data'][number];

const EVERY_MS = 15_000;
const VALUES = Object.entries(WINDOWS).map(([value]) => ({ value: value as Window, name: value }));

/** Who had the last word, in the order in which one looks. */
const ROWS: readonly {
  readonly name: string;
  readonly title: string;
  readonly outcome?: 'approve' | 'decline' | 'challenge';
  holds(line: Line): boolean;
}[] = [
  { ...ours('approved'), outcome: 'approve', title: 'We approved, and Stripe took it' },
  { ...ours('declined'), outcome: 'decline', title: 'We declined' },
  { ...ours('challenged'), outcome: 'challenge', title: 'We declined and asked the cardholder' },
  by('stripe', 'Stripe', 'Stripe declined by itself, e.g. for want of money or by a spending control'),
  by('network', 'Network', 'The network decided'),
  by('time_out', 'Time-out', "Our answer came too late, and Stripe's default decided"),
  by('error', 'Error', 'Stripe could not use our answer'),
  by('unconfirmed', 'Not confirmed yet', 'Stripe has not reported how it ended'),
];

function ours(outcome: NonNullable<Line['outcome']>) {
  return { name: `We ${outcome}`, holds: (line: Line) => line.decided_by === 'us' && line.outcome === outcome };
}

function by(decider: Line['decided_by'], name: string, title: string) {
  return { name, title, holds: (line: Line) => line.decided_by === decider };
}

/** All asks of a time by who had the last word: us, Stripe, the network, a time-out. */
export function FunnelPanel({ window, choose }: { readonly window: Window; choose(window: Window): void }) {
  const { client, key } = useCountersign();
  const funnel = useQuery({
    queryKey: [key, 'funnel', window],
    queryFn: ({ signal }) => client.funnel.get({ by: 'day', from: windowStart(window, Date.now()) }, { signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <Panel
      title="Who had the last word"
      isFlush
      actions={<Choices label="Of the last" values={VALUES} chosen={window} choose={choose} />}
    >
      <Loaded
        query={funnel}
        empty={({ data }) => (data.length === 0 ? `No asks in the last ${WINDOWS[window]}.` : null)}
      >
        {({ data }) => <FunnelTable lines={data} window={window} />}
      </Loaded>
    </Panel>
  );
}

function FunnelTable({ lines, window }: { readonly lines: readonly Line[]; readonly window: Window }) {
  const count = (holds: (line: Line) => boolean) => lines.filter(holds).reduce((sum, line) => sum + line.count, 0);
  const all = count(() => true);
  return (
    <table className="table">
      <thead>
        <tr>
          <th>By</th>
          <th className="number">Asks</th>
          <th className="number">Share</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(({ name, title, outcome, holds }) => (
          <tr key={name}>
            <td title={title}>
              {outcome ? (
                <PageLink to="/decisions" search={{ outcome, span: window }}>
                  {name}
                </PageLink>
              ) : (
                name
              )}
            </td>
            <td className="number">{sayCount(count(holds))}</td>
            <td className="number now-share">
              <span className="now-share-bar" style={{ width: `${(100 * count(holds)) / all}%` }} />
              <span>{sayPercent(count(holds) / all)}</span>
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">All</th>
          <td className="number">{sayCount(all)}</td>
          <td className="number" />
        </tr>
      </tbody>
    </table>
  );
}
