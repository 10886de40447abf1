import { sayMoney } from '../../../core/domain/figures.ts';

interface AmountsProps<Name extends string> {
  /** Sums by currency, in minor units. */
  readonly money: readonly ({ readonly currency: string } & Readonly<Record<Name, number>>)[];
  /** Which of its sums. */
  readonly of: Name;
}

/** The money of each currency, each whole on its line where there is no room for all of them; a dash: there is none. */
export function Amounts<Name extends string>({ money, of }: AmountsProps<Name>) {
  const some = money.filter((each) => each[of] !== 0);
  if (some.length === 0) return <span className="faint">–</span>;
  return (
    <span className="amounts">
      {some.map((each, place) => (
        <span key={each.currency}>
          {place > 0 && ' '}
          <span className="amount">
            {sayMoney(each[of], each.currency)}
            {place < some.length - 1 && ','}
          </span>
        </span>
      ))}
    </span>
  );
}
