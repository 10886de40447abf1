import type { Express } from 'express';
import { pino } from 'pino';
import { createMemoryClaims } from '../../src/adapters/counters/memory-claims.ts';
import { createHasher } from '../../src/adapters/store/hasher.ts';
import { createApp } from '../../src/apps/server/app.ts';
import { createSignatureWatch } from '../../src/apps/server/signature-watch.ts';
import { type AuthorizePorts, createAuthorizer } from '../../src/core/decision/authorize.ts';
import type { RecordSink } from '../../src/core/decision/ports.ts';
import { NO_ENTRIES } from '../../src/core/policy/listed.ts';
import { createTestAlarms, type TestAlarms } from './alarms.ts';
import { realClock } from './clock.ts';
import { policyOf, shippedFiles } from './policy.ts';

export const TEST_SECRET = 'whsec_test';
export const LIVE_SECRET = 'whsec_live';
export const EVENTS_SECRET = 'whsec_events';

/** The HTTP application over records that are kept in a list; everything between is the real thing. */
export interface TestApp {
  readonly app: Express;
  readonly alarms: TestAlarms;
  readonly records: Record<string, unknown>[];
  readonly log: string[];
  /** Decisions whose answers went out. */
  readonly sent: string[];
}

export function createTestApp(changes: Partial<AuthorizePorts> & { eventRecords?: RecordSink } = {}): TestApp {
  const alarms = createTestAlarms();
  const records: Record<string, unknown>[] = [];
  const log: string[] = [];
  const sent: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  const sink: RecordSink = {
    async record(text) {
      records.push(JSON.parse(text));
      return { kind: 'durable' };
    },
  };
  const hash = createHasher('a key for tests only');
  const policy = policyOf(shippedFiles());
  let decisions = 0;
  const { authorize } = createAuthorizer({
    clock: realClock,
    alarms,
    claims: createMemoryClaims(0),
    answers: { findAnswer: async () => null },
    records: sink,
    policy: () => policy,
    listEntries: () => NO_ENTRIES,
    count: null,
    challenges: null,
    newDecisionId: () => `dec_${++decisions}`,
    conceal: hash,
    withMetadata: true,
    ...changes,
  });
  const door = { clock: realClock, alarms, logger };
  const secrets = [
    { secret: TEST_SECRET, livemode: false },
    { secret: LIVE_SECRET, livemode: true },
  ];
  const app = createApp({
    authorizations: {
      ...door,
      signatures: createSignatureWatch('/asks', alarms, realClock),
      secrets,
      authorize,
      stripeVersion: '2026-10-28.endive',
      onSent: (decisionId) => void sent.push(decisionId),
    },
    events: {
      ...door,
      signatures: createSignatureWatch('/events', alarms, realClock),
      secrets: [{ secret: EVENTS_SECRET, livemode: false }],
      records: changes.eventRecords ?? sink,
      hash,
      onStored: () => {},
    },
    readiness: () => ({ status: 'ready' }),
  });
  return { app, alarms, records, log, sent };
}
