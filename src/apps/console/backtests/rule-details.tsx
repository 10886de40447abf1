import { sayCount } from '../../../core/domain/figures.ts';
import type { RuleResult } from '../../../core/history/result.ts';
import { Amounts } from '../parts/amounts.tsx';
import { GroupsList } from './rest-panels.tsx';
import { sayDay } from './say-day.ts';

const SUMS = [
  ['Matched', 'matched'],
  ['Alone', 'alone'],
  ['Stops beside the others', 'marginal'],
] as const;

/** One rule: its money, what became of what it matched, and its weeks. */
export function RuleDetails({ rule }: { readonly rule: RuleResult }) {
  return (
    <div className="backtest-detail">
      <section aria-label={`Money of ${rule.id}`}>
        <h3>Money</h3>
        <table className="table">
          <thead>
            <tr>
              <th />
              <th className="number">Fraud</th>
              <th className="number">Good</th>
            </tr>
          </thead>
          <tbody>
            {SUMS.map(([name, field]) => (
              <tr key={field}>
                <th scope="row">{name}</th>
                <td className="number">
                  <Amounts money={rule[field].money} of="fraud" />
                </td>
                <td className="number">
                  <Amounts money={rule[field].money} of="good" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <h3>What became of what it matched</h3>
        <GroupsList groups={rule.groups} />
      </section>
      <section aria-label={`Weeks of ${rule.id}`}>
        <h3>Week by week</h3>
        <Weeks weeks={rule.weeks} />
      </section>
    </div>
  );
}

function Weeks({ weeks }: Pick<RuleResult, 'weeks'>) {
  const most = Math.max(1, ...weeks.map(({ count }) => count));
  if (weeks.length === 0) return <p className="faint">It never matched.</p>;
  return (
    <table className="table backtest-weeks">
      <thead>
        <tr>
          <th>From</th>
          <th className="number">Matched</th>
          <th className="number">Fraud</th>
          <th className="number">Good</th>
          <th>
            <span className="hidden">As a bar</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {weeks.map(({ from, count, fraud, good }) => (
          <tr key={from}>
            <td className="backtest-nowrap">{sayDay(from)}</td>
            <td className="number">{sayCount(count)}</td>
            <td className="number">{sayCount(fraud)}</td>
            <td className="number">{sayCount(good)}</td>
            <td className="backtest-bar" aria-hidden="true">
              <i data-group="disputed" style={{ width: `${(100 * fraud) / most}%` }} />
              <i data-group="legitimate" style={{ width: `${(100 * good) / most}%` }} />
              <i data-group="declined" style={{ width: `${(100 * (count - fraud - good)) / most}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
