import type { MetricRow } from './row.ts';

/** How often a number was how large. */
export interface Histogram {
  observe(value: number): void;
  /** As Prometheus wants it: `_bucket` cumulative, `_sum`, `_count`. */
  rows(name: string, labels: MetricRow['labels']): MetricRow[];
}

/** A histogram with these upper bounds, ascending. */
export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = new Float64Array(bounds.length + 1);
  let sum = 0;
  return {
    observe(value) {
      let index = 0;
      while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1;
      counts[index] = (counts[index] ?? 0) + 1;
      sum += value;
    },
    rows(name, labels) {
      let count = 0;
      const buckets = [...bounds, '+Inf'].map((le, index) => {
        count += counts[index] ?? 0;
        return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
      });
      return [
        ...buckets,
        { metricName: `${name}_sum`, labels, value: sum },
        { metricName: `${name}_count`, labels, value: count },
      ];
    },
  };
}
