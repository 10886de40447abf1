import { describe, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { MonthlyReport } from '../../src/core/history/monthly-report.ts';
import type { RulePerformance } from '../../src/core/history/over-time.ts';
import type * as is from '../../src/sdk/resources.ts';
import type * as schema from '../../src/sdk/schema/performance.ts';
import type { DisputeRates } from '../../src/workflows/history/dispute-rates.ts';

type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

describe('what the API says of rules over time', () => {
  it('is what core says of it, field by field', () => {
    expectTypeOf<Frozen<z.output<typeof schema.rulePerformance>>>().toEqualTypeOf<Frozen<RulePerformance>>();
    expectTypeOf<Frozen<z.output<typeof schema.monthlyReport>>>().toEqualTypeOf<Frozen<MonthlyReport>>();
    type Told = Pick<is.DisputeRates, 'months' | 'unplaced'>;
    expectTypeOf<Frozen<Told>>().toEqualTypeOf<Frozen<DisputeRates>>();
  });

  it('is what a client is given, and takes', () => {
    expectTypeOf<is.Performance>().toEqualTypeOf<z.output<typeof schema.performance>>();
    expectTypeOf<is.Performance['rules'][number]>().toEqualTypeOf<is.RulePerformance>();
    expectTypeOf<is.MonthlyReport>().toEqualTypeOf<z.output<typeof schema.monthlyReport>>();
    expectTypeOf<is.PerformanceQuery>().toEqualTypeOf<z.input<typeof schema.performanceQuery>>();
    expectTypeOf<is.DisputeRatesQuery>().toEqualTypeOf<z.input<typeof schema.disputeRatesQuery>>();
  });
});
