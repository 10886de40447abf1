import { Link } from '@tanstack/react-router';
import { sayCount } from '../../../core/domain/figures.ts';
import type { BacktestResult, Confusion, Scores } from '../../../core/history/result.ts';
import { Amounts } from '../parts/amounts.tsx';
import { Choices } from '../parts/choices.tsx';
import { Panel } from '../parts/page.tsx';
import { Share } from '../parts/share.tsx';
import type { RunSearch } from './search.ts';

const BY = [
  { value: 'authorizations', name: 'Authorizations' },
  { value: 'purchases', name: 'Purchases' },
] as const;

/** The shares, and what each is a share of. */
export const SHARES = [
  ['precision', 'Precision', 'of what is stopped, so much is fraud'],
  ['recall', 'Recall', 'of the fraud, so much is stopped'],
  ['false_positive_rate', 'Good stopped', 'of what is good, so much is stopped'],
  ['approval_rate', 'Approval rate', 'of everything in the window'],
] as const satisfies readonly (readonly [keyof Scores, string, string])[];

interface ScoresPanelProps {
  readonly result: BacktestResult;
  readonly by: NonNullable<RunSearch['by']>;
  choose(by: NonNullable<RunSearch['by']>): void;
}

const RETRIES = 'what is tried again at the same merchant for the same amount within the hour is one.';

/** How well the policy tells fraud from good: by count, in money, and as shares with their intervals. */
export function ScoresPanel({ result, by, choose }: ScoresPanelProps) {
  const scores = by === 'purchases' ? result.purchases : result;
  return (
    <Panel
      title="Against what really happened"
      actions={<Choices label="Counted by" values={BY} chosen={by} choose={choose} />}
    >
      <div className="backtest-scores">
        <ConfusionTable scores={scores} isLinked={by === 'authorizations'} />
        <dl className="backtest-shares">
          {SHARES.map(([field, name, what]) => (
            <div key={field}>
              <dt>{name}</dt>
              <dd>
                <Share share={scores[field]} isDrawn />
                <span className="faint">{what}</span>
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <p className="faint backtest-foot">
        Stopped is declined or challenged. Intervals are Wilson’s, of 95 %.
        {by === 'purchases' && ` ${sayCount(result.purchases.count)} purchases: ${RETRIES}`}
      </p>
    </Panel>
  );
}

const ROWS = [
  ['Stopped', 'tp', 'fp'],
  ['Approved', 'fn', 'tn'],
] as const;

function ConfusionTable({ scores, isLinked }: { readonly scores: Scores; readonly isLinked: boolean }) {
  return (
    <table className="table backtest-confusion">
      <thead>
        <tr>
          <th>
            <span className="hidden">The policy says</span>
          </th>
          <th className="number">Fraud</th>
          <th className="number">Good</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([name, fraud, good]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <ConfusionCell scores={scores} cell={fraud} isLinked={isLinked} />
            <ConfusionCell scores={scores} cell={good} isLinked={isLinked} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly scores: Scores;
  readonly cell: keyof Confusion;
  readonly isLinked: boolean;
}

function ConfusionCell({ scores: { confusion, money }, cell, isLinked }: CellProps) {
  const count = sayCount(confusion[cell]);
  return (
    <td className="number" data-cell={cell}>
      <span className="backtest-count">
        {isLinked && confusion[cell] > 0 ? (
          <Link to="." search={(before) => ({ ...before, cell }) as never} hash="authorizations" title="Some of them">
            {count}
          </Link>
        ) : (
          count
        )}
      </span>
      <span className="backtest-money">
        <Amounts money={money} of={cell} />
      </span>
    </td>
  );
}
