/** One line of a scrape. `metricName` is there where it is not the metric's own: `…_bucket`. */
export interface MetricRow {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
}

/** What a metric shows when it is asked: plain numbers until then, so that counting costs next to nothing. */
export type ReadRows = () => MetricRow[];
