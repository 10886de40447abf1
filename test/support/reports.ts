import { eventRecord } from '../../src/adapters/stripe/event-record.ts';
import type { SimulatedEvent } from '../../src/simulator/stripe/transport.ts';
import type { createStage } from '../simulator/stripe/stage.ts';

export type StoredReport = ReturnType<typeof eventRecord>;

/** What the door would store of a simulated event that was received at this moment. */
export function reportOf(
  event: SimulatedEvent,
  receivedAtMs: number,
  changes: Partial<StoredReport> = {},
): StoredReport {
  const { id, type, created, data } = event;
  const read = {
    ...{ id, type, livemode: false, account: null, createdAtMs: created * 1000, apiVersion: null },
    object: data.object,
    previousAttributes: data.previous_attributes,
  };
  const scope = { livemode: false, account: null };
  return { ...eventRecord(read, scope, receivedAtMs, (text) => `hash of ${text}`), ...changes };
}

/**
 * A busy authorization: bought, incremented, relabelled, partly reversed and captured, as fast as it goes; `tick` runs
 * between. So many things happen after the purchase. Leaves its events in the stage.
 */
export async function busyAuthorization(
  stage: Awaited<ReturnType<typeof createStage>>,
  tick: () => void,
  happenings = Number.POSITIVE_INFINITY,
) {
  const { issuer, account } = stage;
  const { answer } = await stage.buy({ usd: 100 });
  const id = answer.authorizationId;
  const steps = [
    () => issuer.increment(id, 500),
    async () => void account.updateAuthorization(id, { desk: 'one' }),
    () => issuer.reverse(id, 1_500),
    () => issuer.reverse(id, 700),
    async () => void account.updateAuthorization(id, { desk: 'two' }),
    () => issuer.increment(id, 250),
    () => issuer.capture(id, 3_000, false),
    () => issuer.capture(id, 2_000, true),
  ];
  for (const step of steps.slice(0, happenings)) {
    tick();
    await step();
  }
  return stage.authorization(id);
}
