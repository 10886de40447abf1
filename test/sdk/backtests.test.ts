import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type * as core from '../../src/core/history/result.ts';
import type * as tune from '../../src/core/history/tune-result.ts';
import type { backtestResult, tuneResult } from '../../src/sdk/schema/backtest-results.ts';
import { backtestRequest } from '../../src/sdk/schema/backtests.ts';

type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

describe('what the API says of a run', () => {
  it('is what core says of it, field by field', () => {
    expectTypeOf<Frozen<z.output<typeof backtestResult>>>().toEqualTypeOf<Frozen<core.BacktestResult>>();
    expectTypeOf<Frozen<z.output<typeof tuneResult>>>().toEqualTypeOf<Frozen<tune.TuneResult>>();
  });
});

describe('what can be asked to run', () => {
  const faultsOf = (asked: object) =>
    (backtestRequest.safeParse(asked).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('is, where nothing is said, what the policy in force did in the last mature window', () => {
    expect(backtestRequest.parse({})).toEqual({
      ...{ kind: 'backtest', policy: 'live', velocity: 'replay', recount: false, maturity_days: 60 },
    });
  });

  it('names a policy by its version, by its files, or as the live one', () => {
    const files = [{ name: 'rules/starter.yaml', text: '' }];
    for (const policy of ['live', 'pol_0123456789abcdef', files]) expect(faultsOf({ policy })).toEqual([]);
    expect(faultsOf({ policy: 'latest' })).toHaveLength(1);
  });

  it('keeps what is for one kind from the other', () => {
    expect(faultsOf({ kind: 'tune', against: 'live' })).toEqual(['against: is for a backtest']);
    expect(faultsOf({ portfolio: 'travel' })).toEqual(['portfolio: is for tune']);
    expect(faultsOf({ aims: { min_precision: 0.1 } })).toEqual(['aims: is for tune']);
  });

  it('wants a time that ends after it began', () => {
    const [from, to] = ['2026-05-01T00:00:00Z', '2026-04-01T00:00:00Z'];
    expect(faultsOf({ from, to })).toEqual(['from: must be before `to`']);
    expect(faultsOf({ from: to, to: from })).toEqual([]);
  });

  it('takes wishes of its own, if any', () => {
    const cost = { fraud_missed: 1, good_stopped: 0.2 };
    expect(faultsOf({ kind: 'tune', aims: { min_precision: 0.1, cheapest: true, cost } })).toEqual([]);
    expect(faultsOf({ kind: 'tune', aims: {} })).toEqual(['aims: wants a wish']);
    expect(faultsOf({ kind: 'tune', aims: { max_decline_rate: 2 } })).toHaveLength(1);
  });
});
