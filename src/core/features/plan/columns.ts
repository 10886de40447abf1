import { currencyExponent } from '../../domain/money.ts';
import type { Code } from '../compile/frame.ts';
import { compileKept, compileText, type KeptCode } from '../engine/conceal-kept.ts';
import type { Money } from '../scowl-type.ts';
import { isNull } from '../scowl-value.ts';
import type { EventScope } from './scope.ts';
import type { PlannedColumn } from './timelines.ts';

/** What is written to a column: null where its `where` is not true, or a value is null. */
export function compileColumn(column: PlannedColumn, scope: EventScope): KeptCode {
  const value = compileValue(column, scope);
  if (!column.where) return value;
  const where = scope.compile(column.where);
  return (frame) => (where(frame) === true ? value(frame) : null);
}

function compileValue({ kind, values }: PlannedColumn, scope: EventScope): KeptCode {
  const [first] = values;
  if (!first) return () => 1;
  switch (kind) {
    case 'mark': {
      const code = scope.compile(first);
      return (frame) => (isNull(code(frame)) ? null : 1);
    }
    case 'number':
      return compileNumber(scope.compile(first));
    case 'money': {
      const money = first.type.kind === 'float' ? first.type.money : undefined;
      return compileMoney(scope.compile(first), money ?? { currencyInput: null }, scope);
    }
    case 'identity': {
      const text = compileText(values.map(scope.kept));
      return (frame) => {
        const identity = text(frame);
        return typeof identity === 'string' ? identity : null;
      };
    }
    case 'value':
      return compileKept(scope.kept(first));
  }
}

function compileNumber(code: Code): KeptCode {
  return (frame) => {
    const value = code(frame);
    if (typeof value === 'number') return value;
    return typeof value === 'boolean' ? Number(value) : null;
  };
}

/** Minor units with their currency. Without a currency there is no amount. */
function compileMoney(code: Code, { currencyInput }: Money, scope: EventScope): KeptCode {
  const currencySlot = currencyInput === null ? null : scope.slotOfInput(currencyInput);
  return (frame) => {
    const major = code(frame);
    const currency = currencySlot === null ? 'usd' : frame.slots[currencySlot];
    if (typeof major !== 'number' || typeof currency !== 'string') return null;
    const lowerCase = currency.toLowerCase();
    return [Math.round(major * 10 ** currencyExponent(lowerCase)), lowerCase];
  };
}
