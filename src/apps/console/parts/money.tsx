import { sayMoney } from '../../../core/domain/figures.ts';

interface MoneyProps {
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** An amount with its currency, by the currency's own number of digits; a dash where there is none. */
export function Money({ amountMinor, currency }: MoneyProps) {
  if (amountMinor === null || currency === null) return <span className="faint">–</span>;
  return <span style={{ whiteSpace: 'nowrap' }}>{sayMoney(amountMinor, currency)}</span>;
}
