import { readStandingAlarms } from '../../../../adapters/store/database/alarms.ts';
import { readTraffic } from '../../../../adapters/store/database/traffic.ts';
import { alarmWords } from '../../../../core/decision/alarm-words.ts';
import { partStates } from '../../../../core/decision/health.ts';
import { countTooLate, latencyQuantile } from '../../../../core/domain/latency.ts';
import { limits } from '../../../../core/domain/limits.ts';
import { addTraffic, type TrafficCounts } from '../../../../core/domain/traffic.ts';
import { deadlinesOf } from '../../../../core/policy/policy.ts';
import { serviceStatus, traffic, trafficQuery } from '../../../../sdk/schema/traffic.ts';
import type { ApiPorts } from '../ports.ts';
import { route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';
import { sayQueue } from '../say-queue.ts';

const MINUTE_MS = 60_000;

/** What happens now, and how the service does. */
export const TRAFFIC_ROUTES = [
  route({
    id: 'traffic.get',
    method: 'get',
    path: '/traffic',
    wants: 'read',
    reach: 'scope',
    summary: 'What all gateways answered in the last minutes: how many asks, how they ended, how long it took.',
    query: trafficQuery,
    answer: traffic,
    async handle({ pool, clock, live }, { query: { minutes }, scope }) {
      const nowMs = clock.nowMs();
      const lastMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
      const fromMs = lastMs - (minutes - 1) * MINUTE_MS;
      const rows = await readTraffic(pool, scope, { fromMs, toMs: lastMs + MINUTE_MS });
      const byMinute = Map.groupBy(rows, ({ minuteMs }) => minuteMs);
      const { shortestMs: shortest, longestMs: longest } = deadlinesOf(live.current());
      return {
        from: sayTime(fromMs),
        to: sayTime(nowMs),
        counted_every_ms: limits.trafficWriteMs,
        stripe_timeout_ms: limits.stripeTimeoutMs,
        deadline_ms: { shortest, longest },
        minutes: Array.from({ length: minutes }, (_, index) => {
          const minuteMs = fromMs + index * MINUTE_MS;
          return { at: sayTime(minuteMs), ...sayCounts(addTraffic(byMinute.get(minuteMs) ?? [])) };
        }),
        totals: sayCounts(addTraffic(rows)),
      };
    },
  }),
  route({
    id: 'status.get',
    method: 'get',
    path: '/status',
    wants: 'read',
    reach: 'shared',
    summary: 'How the service does: alarms that stand anywhere by name, what is degraded and why, and what waits.',
    answer: serviceStatus,
    async handle({ pool, live, self, jobs }) {
      const alarms = await readStandingAlarms(pool);
      const { seen, health } = { seen: jobs.seen(), health: self.health() };
      const names = alarms.map(({ alarm }) => alarm);
      return {
        process: { name: self.name, role: 'gateway' as const, started_at: sayTime(self.startedMs) },
        policy_version: live.current().version,
        alarms: alarms.map(({ alarm, sinceMs, processes }) => {
          return { alarm, ...alarmWords(alarm), since: sayTime(sinceMs), processes };
        }),
        parts: partStates(health, names).map(({ part, causes }) => {
          return { part, degraded: causes.length > 0, causes: [...causes] };
        }),
        jobs: sayJobs(jobs, seen),
      };
    },
  }),
];

function sayCounts({ asked, outcomes, standIns, missing, recordedLate, latencies }: TrafficCounts) {
  return {
    ...{ asked, approved: outcomes.approve, declined: outcomes.decline, challenged: outcomes.challenge },
    ...{ stand_ins: { ...standIns }, missing: { ...missing }, recorded_late: recordedLate },
    p50_ms: latencyQuantile(latencies, 0.5),
    p99_ms: latencyQuantile(latencies, 0.99),
    too_late: countTooLate(latencies),
  };
}

function sayJobs(jobs: ApiPorts['jobs'], seen: ReturnType<ApiPorts['jobs']['seen']>) {
  return {
    done_by: jobs.doneBy,
    seen_at: sayTimeOrNull(seen?.atMs ?? null),
    inbox: seen?.waiting?.inbox.waiting ?? null,
    inbox_oldest_at: sayTimeOrNull(seen?.waiting?.inbox.oldestAtMs ?? null),
    outbox: seen?.waiting?.outbox.waiting ?? null,
    queues: seen?.queues?.map((state) => sayQueue(state, jobs)) ?? null,
  };
}
