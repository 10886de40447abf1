import type { Scope } from '../../core/domain/scope.ts';
import { boolean, type Fields, fieldsOf, text, timeMs } from './fields.ts';

/**
 * A snapshot event of Stripe's, as far as every one of them is alike. Read tolerantly: an ask whose envelope is odd
 * still wants an answer, so only the type is certain to be there.
 */
export interface StripeEvent {
  readonly type: string;
  readonly id: string | null;
  readonly livemode: boolean | null;
  readonly account: string | null;
  readonly createdAtMs: number | null;
  readonly apiVersion: string | null;
  readonly object: unknown;
  readonly previousAttributes: unknown;
}

/** The event, or what is wrong with the text. A thin event names its object without carrying it. */
export type EventReading =
  | { readonly isEvent: true; readonly event: StripeEvent }
  | { readonly isEvent: false; readonly problem: 'not_json' | 'thin_event' | 'not_an_event' };

/** Reads the JSON text of an event. Only for text whose signature was checked. */
export function parseEvent(json: string): EventReading {
  try {
    return readEvent(JSON.parse(json));
  } catch {
    return { isEvent: false, problem: 'not_json' };
  }
}

/** The same for JSON that is parsed already. */
export function readEvent(json: unknown): EventReading {
  const fields = fieldsOf(json);
  const type = text(fields.type);
  if (fields.object === 'v2.core.event') return { isEvent: false, problem: 'thin_event' };
  if (type === null || fields.object !== 'event') return { isEvent: false, problem: 'not_an_event' };
  const data = fieldsOf(fields.data);
  return {
    isEvent: true,
    event: {
      type,
      id: text(fields.id),
      livemode: boolean(fields.livemode),
      account: text(fields.account) ?? accountOf(fields),
      createdAtMs: timeMs(fields.created),
      apiVersion: text(fields.api_version),
      object: data.object,
      previousAttributes: data.previous_attributes,
    },
  };
}

/** `context` is the newer form of `account`: a path with the connected account in it. */
function accountOf(fields: Fields): string | null {
  return (
    text(fields.context)
      ?.split('/')
      .find((part) => part.startsWith('acct_')) ?? null
  );
}

/** Whose world an event belongs to; where it doesn't say, the mode of the secret that signed it. */
export function scopeOf(event: StripeEvent, signedLivemode: boolean): Scope {
  return { livemode: event.livemode ?? signedLivemode, account: event.account };
}
