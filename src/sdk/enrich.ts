import { limits } from '../core/domain/limits.ts';
import type { CallOptions } from './call.ts';
import { type EventData, type EventOptions, eventOf } from './event.ts';
import type { eventsClient } from './events-client.ts';
import type { Enriched } from './resources.ts';

/** How to enrich. */
export interface EnrichOptions extends EventOptions, Omit<CallOptions, 'idempotencyKey'> {
  /** Only looks: nothing is recorded or counted. */
  readonly dry?: boolean | undefined;
}

/** Values by the names of features; null where there is none. */
export type Features = Enriched['features'];

/**
 * Gives the features of an event, which counts unless `dry`. Rejects with CountersignError, after `timeoutMs` (two
 * seconds without it) at the latest: the caller then does without. Never tried again by itself, since somebody waits.
 */
export function createEnrich({ enrich }: Pick<ReturnType<typeof eventsClient>, 'enrich'>) {
  return async (type: string, data: EventData, options: EnrichOptions = {}): Promise<Features> => {
    const { id, time, timeoutMs = limits.sdkEnrichMs, ...rest } = options;
    const { features } = await enrich(type, eventOf(data, { id, time }, null), { ...rest, timeoutMs });
    return features;
  };
}
