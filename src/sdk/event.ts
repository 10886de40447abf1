import type { TrackedEvent } from './resources.ts';

/** An object that tells of an event. Its `id` and `time`, if there are any, are the event's own. */
export type EventData = object;

/** What may be said of an event besides its data. */
export interface EventOptions {
  /** The same however often the event is sent. Without it, and without an `id` in the data, it gets one of its own. */
  readonly id?: string | undefined;
  /** When it happened: a number is in seconds since 1970. */
  readonly time?: Date | string | number | undefined;
}

/** An event as it is sent, with an id. `nowMs` is its time where none is said; null leaves that to the service. */
export function eventOf(data: EventData, { id, time }: EventOptions, nowMs: number | null): TrackedEvent {
  const { id: ownId, time: ownTime, ...rest } = { ...data } as Record<string, unknown>;
  const said = time ?? ownTime ?? (nowMs === null ? undefined : new Date(nowMs));
  return {
    id: id ?? (ownId === undefined || ownId === null ? crypto.randomUUID() : String(ownId)),
    ...(said !== undefined && said !== null && { time: said instanceof Date ? said.toISOString() : said }),
    ...rest,
  } as TrackedEvent;
}
