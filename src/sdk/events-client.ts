import type { CallOptions, SendCall } from './call.ts';
import type * as is from './resources.ts';

/** Events of a back end. `track` and `enrich` of the client are more convenient. */
export function eventsClient(send: SendCall) {
  const sendLines = (type: string, lines: readonly string[], options?: CallOptions) => {
    const call = { method: 'POST', path: ['events', type], lines: lines.join('\n'), isScoped: true } as const;
    return send<is.TrackedAnswer>(call, options);
  };
  return {
    /** One event, or many at once; resolves once all are durable. */
    send: (type: string, events: is.TrackedEvent | readonly is.TrackedEvent[], options?: CallOptions) => {
      if (Array.isArray(events))
        return sendLines(
          type,
          events.map((event) => JSON.stringify(event)),
          options,
        );
      return send<is.TrackedAnswer>({ method: 'POST', path: ['events', type], body: events, isScoped: true }, options);
    },
    /** The same, of events that are written already, each on one line. */
    sendLines,
    /** An event and its features; dry, it is only looked at. */
    enrich: (type: string, event: is.TrackedEvent, options?: CallOptions & { readonly dry?: boolean | undefined }) => {
      const query = { dry: options?.dry };
      return send<is.Enriched>({ method: 'POST', path: ['enrich', type], query, body: event, isScoped: true }, options);
    },
  };
}
