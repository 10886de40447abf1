import type Stripe from 'stripe';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { noteUnknown } from '../../adapters/store/database/unconfirmed.ts';
import { writeRecords } from '../../adapters/store/database/write.ts';
import { inWorldOf, isLive } from '../../adapters/stripe/client.ts';
import { eventRecord } from '../../adapters/stripe/event-record.ts';
import { callForJob } from '../../adapters/stripe/failure.ts';
import type { Clock } from '../../core/decision/ports.ts';
import { JobGivenUp, type JobHandler } from '../../core/domain/job.ts';

export interface RetrieveOptions {
  readonly pool: SqlPool;
  readonly stripe: Stripe;
  readonly clock: Clock;
  hash(text: string): string;
}

/**
 * Asks Stripe what became of an authorization, and records the answer as a report of Stripe's, made when Stripe
 * answered: from there it goes the way of all reports. An authorization that Stripe does not have is not asked for
 * again. Does nothing where the key is of the other mode.
 */
export function createRetriever({ pool, stripe, clock, hash }: RetrieveOptions): JobHandler {
  return async ({ livemode, account, authorization: id }) => {
    if (typeof livemode !== 'boolean' || typeof id !== 'string') throw new JobGivenUp('it names no authorization');
    const scope = { livemode, account: typeof account === 'string' ? account : null };
    if (isLive(stripe) !== livemode) return;
    const called = await callForJob(() => stripe.issuing.authorizations.retrieve(id, {}, inWorldOf(scope)));
    if (called.kind === 'gone') {
      await noteUnknown(pool, { livemode, account: scope.account ?? '', id });
      return;
    }
    const { lastResponse, ...object } = called.value;
    const createdAtMs = stripesTimeMs(lastResponse) ?? clock.nowMs();
    const event = {
      type: 'issuing_authorization.updated',
      id: `retrieved_${id}_${Math.floor(createdAtMs / 1000)}`,
      livemode,
      account: scope.account,
      createdAtMs,
      apiVersion: lastResponse.apiVersion ?? null,
      object,
      previousAttributes: {},
    };
    await writeRecords(pool, [JSON.stringify(eventRecord(event, scope, clock.nowMs(), hash))]);
  };
}

/** When Stripe answered, by its own clock, as that is what reports go by; null where it does not say. */
function stripesTimeMs({ headers }: Stripe.Response<unknown>['lastResponse']): number | null {
  const ms = Date.parse(headers.date ?? '');
  return Number.isNaN(ms) ? null : ms;
}
