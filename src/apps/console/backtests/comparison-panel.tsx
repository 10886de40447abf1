import { Link } from '@tanstack/react-router';
import { sayCount, sayPoints, sayRate } from '../../../core/domain/figures.ts';
import type { BacktestResult, Comparison, Scores } from '../../../core/history/result.ts';
import type { Backtest } from '../../../sdk/index.ts';
import { Amounts } from '../parts/amounts.tsx';
import { Outcome } from '../parts/outcome.tsx';
import { Panel } from '../parts/page.tsx';
import { saySigned } from '../parts/say-signed.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Share } from '../parts/share.tsx';
import { RunPolicy } from './run-policy.tsx';
import { SHARES } from './scores-panel.tsx';
import { SumCells } from './sum-cells.tsx';

interface ComparisonPanelProps {
  readonly run: Backtest;
  readonly result: BacktestResult;
  readonly against: Comparison;
}

/** Two policies side by side, and the authorizations that they answer otherwise. */
export function ComparisonPanel({ run, result, against }: ComparisonPanelProps) {
  const changed = against.changed.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title="Against the other policy" isFlush>
      <Scroll label="Two policies side by side">
        <table className="table">
          <thead>
            <tr>
              <th />
              <th className="number">
                <RunPolicy policy={run.policy} profile={result.policy.profile} />
              </th>
              <th className="number">
                {run.against && <RunPolicy policy={run.against} profile={against.other.policy.profile} />}
              </th>
              <th className="number">Difference</th>
            </tr>
          </thead>
          <tbody>
            <ShareRows one={result} other={against.other} />
            <CountRows result={result} against={against} />
          </tbody>
        </table>
      </Scroll>
      <p className="backtest-inset">
        {changed === 0
          ? `All ${sayCount(against.same)} authorizations come out the same.`
          : `${sayCount(changed)} authorizations come out otherwise, ${sayCount(against.same)} the same.`}{' '}
        {changed > 0 && (
          <Link to="." search={(before) => ({ ...before, changed: true }) as never} hash="authorizations">
            Look at some of them
          </Link>
        )}
      </p>
      {changed > 0 && <Changed changed={against.changed} />}
    </Panel>
  );
}

function ShareRows({ one, other }: { readonly one: Scores; readonly other: Scores }) {
  return SHARES.map(([field, name]) => (
    <tr key={field}>
      <th scope="row">{name}</th>
      <td className="number">
        <Share share={one[field]} />
      </td>
      <td className="number">
        <Share share={other[field]} />
      </td>
      <td className="number">{differenceOf(one[field].value, other[field].value)}</td>
    </tr>
  ));
}

function differenceOf(one: number | null, other: number | null): string {
  if (one === null || other === null) return '–';
  return saySigned(other - one, sayPoints);
}

const COUNTS = [
  ['Fraud, stopped', 'tp'],
  ['Good, stopped', 'fp'],
] as const;

function CountRows({ result, against: { other } }: Omit<ComparisonPanelProps, 'run'>) {
  const days = [
    ['Challenges a day', result.capacity.challenges_a_day, other.capacity.challenges_a_day],
    ['Reviews a day', result.capacity.reviews_a_day, other.capacity.reviews_a_day],
  ] as const;
  return (
    <>
      {COUNTS.map(([name, cell]) => (
        <tr key={cell}>
          <th scope="row">{name}</th>
          <Sum scores={result} cell={cell} />
          <Sum scores={other} cell={cell} />
          <td className="number">{saySigned(other.confusion[cell] - result.confusion[cell], sayCount)}</td>
        </tr>
      ))}
      {days.map(([name, here, there]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td className="number">{sayRate(here)}</td>
          <td className="number">{sayRate(there)}</td>
          <td className="number">{saySigned(there - here, sayRate)}</td>
        </tr>
      ))}
    </>
  );
}

function Sum({ scores: { confusion, money }, cell }: { readonly scores: Scores; readonly cell: 'tp' | 'fp' }) {
  return (
    <td className="number">
      {sayCount(confusion[cell])}
      <span className="backtest-why">
        <Amounts money={money} of={cell} />
      </span>
    </td>
  );
}

function Changed({ changed }: Pick<Comparison, 'changed'>) {
  return (
    <Scroll label="What comes out otherwise">
      <table className="table">
        <thead>
          <tr>
            <th>Was</th>
            <th>Is with the other</th>
            <th className="number">Authorizations</th>
            <th className="number">Fraud</th>
            <th className="number">Good</th>
          </tr>
        </thead>
        <tbody>
          {changed.map(({ from, to, ...sums }) => (
            <tr key={`${from} ${to}`}>
              <td>
                <Outcome outcome={from} />
              </td>
              <td>
                <Outcome outcome={to} />
              </td>
              <SumCells sums={sums} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
