import { historyLimits } from '../../../core/domain/history-limits.ts';
import type { Backtest } from '../../../sdk/index.ts';
import { Time } from '../parts/time.tsx';
import { sayDay } from './say-day.ts';

const USUAL_DAYS = historyLimits.historyWindowMs / 86_400_000;

/** Which window was asked for. An end that nobody chose is where rows are mature, and a beginning 90 days before it. */
export function RunWindow({ from, to }: Pick<Backtest, 'from' | 'to'>) {
  if (from !== null && to !== null) {
    return (
      <>
        from <Moment at={from} /> to before <Moment at={to} />
      </>
    );
  }
  if (from !== null) {
    return (
      <>
        from <Moment at={from} /> on, as far as it is mature
      </>
    );
  }
  if (to !== null) {
    return (
      <>
        the {USUAL_DAYS} days before <Moment at={to} />
      </>
    );
  }
  return `the last ${USUAL_DAYS} days that are mature`;
}

/** A day of UTC, as the form has it, or a moment in the viewer's zone. */
function Moment({ at }: { readonly at: string }) {
  if (Date.parse(at) % 86_400_000 !== 0) return <Time at={at} hasDay />;
  return (
    <time dateTime={at} title={`${at.slice(0, 10)}, 00:00 UTC`} style={{ whiteSpace: 'nowrap' }}>
      {sayDay(at)}
    </time>
  );
}
