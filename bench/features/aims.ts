import type { FeaturesReport } from './report.ts';
import type { Figure } from './rounds.ts';

/** Something that was aimed at, and what came of it. */
export interface Aim {
  readonly aim: string;
  readonly measured: string;
  readonly isReached: boolean;
}

const FEATURE_MICROS = 0.6;
const ASKS_A_SECOND = 8_000;
const AT_ONCE = '32';
const TEN = 10;
const HOT_TIMES = 2;

/** What was aimed at of all that was measured. */
export function aimsOf({ mixes, hot, duels }: Pick<FeaturesReport, 'mixes' | 'hot' | 'duels'>): Aim[] {
  const inMemory = mixes
    .filter(({ store }) => store === 'memory')
    .flatMap(({ featureCount, size, figures }) =>
      counted(figures).map(({ name, cpu }) => {
        const micros = cpu.median / featureCount;
        const where = `${featureCount} features, ${size.merchants} merchants, ${name} at once`;
        return aim(
          `under ${FEATURE_MICROS} µs a feature in memory (${where})`,
          `${micros.toFixed(2)} µs`,
          micros < FEATURE_MICROS,
        );
      }),
    );
  const onRedis = mixes
    .filter(({ store, featureCount }) => store === 'Redis' && featureCount === TEN)
    .flatMap(({ figures }) =>
      counted(figures)
        .filter(({ name }) => name === AT_ONCE)
        .map(({ elapsed, cpu }) => {
          const perSecond = 1e6 / elapsed.median;
          const measured = `${Math.round(perSecond).toLocaleString('en')}, with ${cpu.median.toFixed(0)} µs of this process's CPU each`;
          return aim(
            `${ASKS_A_SECOND.toLocaleString('en')} authorizations a second on Redis, ten features, ${AT_ONCE} at once`,
            measured,
            perSecond >= ASKS_A_SECOND,
          );
        }),
    );
  const hottest = hot.flatMap(({ store, figures }) =>
    counted(figures)
      .slice(-1)
      .map(({ name, ratio }) =>
        aim(
          `the merchant with ${name} within twice the cost of one with ten (${store})`,
          `${ratio.median.toFixed(2)} times`,
          ratio.median <= HOT_TIMES,
        ),
      ),
  );
  const faster = duels.flatMap(({ aggregates, figures }) =>
    figures
      .slice(1)
      .map(({ name, ratio }) =>
        aim(
          `faster than DuckDB on one thread, ${aggregates.length} aggregates (${name})`,
          `${ratio.median.toFixed(1)} times its CPU`,
          ratio.median < 1,
        ),
      ),
  );
  return [...inMemory, ...onRedis, ...hottest, ...faster];
}

function counted(figures: readonly Figure[]): Figure[] {
  return figures.filter(({ part }) => part === 'counted');
}

function aim(text: string, measured: string, isReached: boolean): Aim {
  return { aim: text, measured, isReached };
}
