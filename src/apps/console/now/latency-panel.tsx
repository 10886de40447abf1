import { sayCount } from '../../../core/domain/figures.ts';
import type { Traffic } from '../../../sdk/index.ts';
import { Panel } from '../parts/page.tsx';
import { latency } from './tiles.tsx';

/** How far the answers of the last hour were from the end of Stripe's patience, and from our own deadline. */
export function LatencyPanel({ traffic }: { readonly traffic: Traffic }) {
  const { totals, stripe_timeout_ms: timeoutMs, deadline_ms: deadline } = traffic;
  const { p50_ms: p50Ms, p99_ms: p99Ms, too_late: tooLate } = totals;
  const place = (ms: number) => `${Math.min(100, (100 * ms) / timeoutMs)}%`;
  const left = p99Ms === null ? null : Math.round(timeoutMs - p99Ms);
  return (
    <Panel title="Time to answer, last hour">
      <dl className="facts">
        <dt>p50</dt>
        <dd>{latency(p50Ms)}</dd>
        <dt>p99</dt>
        <dd>{latency(p99Ms)}</dd>
      </dl>
      <div className="now-scale" aria-hidden="true">
        <span className="now-scale-p99" style={{ width: place(p99Ms ?? 0) }} />
        <span className="now-scale-mark" style={{ left: place(deadline.shortest) }} />
        <span className="now-scale-mark" data-end style={{ left: '100%' }} />
      </div>
      <p className="now-scale-words">
        {left === null
          ? 'Nothing was asked in the last hour.'
          : `${sayCount(left)} ms of Stripe's ${sayCount(timeoutMs)} were left at p99.`}{' '}
        {p99Ms !== null && deadlineWords(deadline, p99Ms)}
        {tooLate > 0 && <strong className="now-bad"> {sayCount(tooLate)} took longer than Stripe waits.</strong>}
      </p>
    </Panel>
  );
}

function deadlineWords({ shortest, longest }: Traffic['deadline_ms'], p99Ms: number): string {
  const left = Math.round(shortest - p99Ms);
  const until = shortest === longest ? 'the deadline' : 'the shortest deadline';
  return left >= 0
    ? `${sayCount(left)} ms to ${until} of ${sayCount(shortest)} ms.`
    : `${until} of ${sayCount(shortest)} ms is passed.`;
}
