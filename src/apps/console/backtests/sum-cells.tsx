import { sayCount } from '../../../core/domain/figures.ts';
import type { Sums } from '../../../core/history/result.ts';
import { Amounts } from '../parts/amounts.tsx';

/** The cells of a count: all of it, its fraud and its good, each with its money. */
export function SumCells({ sums }: { readonly sums: Sums }) {
  const { count, fraud, good, money } = sums;
  return (
    <>
      <td className="number">{sayCount(count)}</td>
      <td className="number">
        {sayCount(fraud)}
        <span className="backtest-why">
          <Amounts money={money} of="fraud" />
        </span>
      </td>
      <td className="number">
        {sayCount(good)}
        <span className="backtest-why">
          <Amounts money={money} of="good" />
        </span>
      </td>
    </>
  );
}
