import { collectDefaultMetrics, type Metric, Registry } from 'prom-client';
import type { Answered } from '../../core/decision/authorize.ts';
import type { Clock, Stages } from '../../core/decision/ports.ts';
import { CATALOGUE, type MetricName } from './catalogue.ts';
import { createCounting } from './counting.ts';
import { gaugeRows } from './gauges.ts';
import type { ReadRows } from './row.ts';
import { createSampled, type Sampled } from './sampled.ts';
import type { MetricSources, QueueCounts, StoredCounts } from './sources.ts';

/** What happens, counted; and how things stand, for whoever scrapes. */
export interface Metrics {
  /** An ask was answered, `tookMs` after it came. */
  answered(answered: Pick<Answered, 'decision' | 'isRecordedLate'>, tookMs: number): void;
  /** For the authorizer: where the time of an answer goes. */
  readonly stages: Stages;
  /** A signed request came in at a door, with an event of this type. */
  received(door: string, type: string): void;
  /** A request came in at a door whose signature did not hold. */
  refused(door: string, reason: string): void;
  /** Stripe reported an ask. */
  confirmed(reason: string, livemode: boolean): void;
  /** Says where the gauges come from; without it there are none. */
  observe(sources: MetricSources): void;
  /** Says who knows of the queue's lines. It may be slow: it is asked seldom, and not waited for. */
  observeQueues(read: () => Promise<readonly QueueCounts[]>): void;
  readonly contentType: string;
  /** All of it as Prometheus reads it, in bounded time: what does not answer shows what was last known of it. */
  text(): Promise<string>;
}

/**
 * Metrics of this process, in a registry of their own. What is counted on the way of an answer are plain numbers, which
 * the registry reads when it is scraped; every label is bounded. `withProcess` adds prom-client's own metrics of the
 * process: memory, CPU, garbage, the event loop's lag.
 */
export function createMetrics({
  clock,
  withProcess,
}: {
  readonly clock: Clock;
  readonly withProcess: boolean;
}): Metrics {
  const registry = new Registry();
  const { tallies, histograms, ...counting } = createCounting();
  let sources: MetricSources | null = null;
  let stored: Sampled<StoredCounts> | null = null;
  let jobs: Sampled<readonly QueueCounts[]> | null = null;

  for (const [name, { rows }] of Object.entries(tallies)) register(registry, name as MetricName, rows);
  for (const [name, rows] of Object.entries(histograms)) register(registry, name as MetricName, rows);
  let gauges: ReturnType<typeof gaugeRows> = {};
  const gaugeNames = Object.keys(gaugeRows(NOTHING)) as (keyof ReturnType<typeof gaugeRows> & MetricName)[];
  for (const name of gaugeNames) register(registry, name, () => gauges[name] ?? []);
  if (withProcess) collectDefaultMetrics({ register: registry });

  return {
    ...counting,
    observe(given) {
      sources = given;
      stored = given.stored && createSampled(given.stored, clock);
    },
    observeQueues(read) {
      jobs = createSampled(read, clock);
    },
    contentType: registry.contentType,
    async text() {
      const [storedNow, jobsNow] = await Promise.all([stored?.get() ?? null, jobs?.get() ?? null]);
      gauges = gaugeRows({
        state: sources?.state() ?? null,
        stored: storedNow,
        jobs: jobsNow,
        samples: { ...(stored && { database: stored }), ...(jobs && { queue: jobs }) },
      });
      return registry.metrics();
    },
  };
}

const NOTHING = { state: null, stored: null, jobs: null, samples: {} };

/** prom-client's registry reads whatever has a name and `get`, as its own aggregation over a cluster shows. */
function register(registry: Registry, name: MetricName, rows: ReadRows): void {
  const { type, help } = CATALOGUE[name];
  const metric = { name, help, type, get: async () => ({ name, help, type, values: rows(), aggregator: 'sum' }) };
  registry.registerMetric(metric as unknown as Metric);
}
