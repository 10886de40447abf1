/** One event of a stream of server-sent events. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  /** Where to go on from; null where the event says none. */
  readonly id: string | null;
}

/** A part of the text of a stream: an event, how long to wait before coming back, or a sign of life. */
export type ServerSign =
  | ({ readonly kind: 'event' } & ServerEvent)
  | { readonly kind: 'retry'; readonly retryMs: number }
  | { readonly kind: 'beat' };

/**
 * Takes a stream of server-sent events apart as its text comes, cut anywhere (html.spec.whatwg.org, "Interpreting an
 * event stream"). An event without data is none; a line that is longer than `maxLength` characters throws.
 */
export function createEventReader(maxLength: number): (text: string) => ServerSign[] {
  let rest = '';
  let event = '';
  let data: string[] = [];
  let id: string | null = null;

  function take(line: string): ServerSign[] {
    if (line === '') return dispatch();
    if (line.startsWith(':')) return [{ kind: 'beat' }];
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
    if (field === 'id') id = value;
    if (field === 'retry' && /^\d+$/.test(value)) return [{ kind: 'retry', retryMs: Number(value) }];
    return [];
  }

  function dispatch(): ServerSign[] {
    const said = { kind: 'event', event: event || 'message', data: data.join('\n'), id } as const;
    const isEvent = data.length > 0;
    event = '';
    data = [];
    id = null;
    return isEvent ? [said] : [];
  }

  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > maxLength) throw new Error('a line of the stream is too long');
    return lines.flatMap(take);
  };
}
