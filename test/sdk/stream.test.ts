import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountersignError, createClient, type StreamEvent, type StreamState } from '../../src/sdk/index.ts';
import { createEventReader } from '../../src/sdk/server-events.ts';

const decided = (id: string) => ({ type: 'decision', id }) as unknown as StreamEvent;
const said = (event: object, id = '1') => `event: x\nid: ${id}\ndata: ${JSON.stringify(event)}\n\n`;

/** A service whose stream says these texts, one a connection, and breaks after each; and what it was asked. */
function service(lines: readonly (string | Response)[]) {
  const asked: { lastEventId: string | null; search: string; accept: string | null }[] = [];
  const fetch = async (input: unknown, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    const url = new URL(String(input));
    asked.push({ lastEventId: headers.get('last-event-id'), search: url.search, accept: headers.get('accept') });
    const line = lines[asked.length - 1];
    if (line === undefined) throw new TypeError('fetch failed');
    if (line instanceof Response) return line;
    return new Response(`retry: 1\n\n${line}`, { headers: { 'Content-Type': 'text/event-stream' } });
  };
  const options = { url: 'http://service.test', apiKey: 'csk_x', fetch: fetch as typeof globalThis.fetch };
  return { asked, client: createClient(options) };
}

async function take(follow: AsyncIterable<StreamEvent>, number: number): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of follow) {
    events.push(event);
    if (events.length === number) break;
  }
  return events;
}

describe('following the stream', () => {
  it('comes back after a break, goes on where it was, and tells nothing twice', async () => {
    const { client, asked } = service([
      said(decided('dec_1'), '11') + said(decided('dec_2'), '12'),
      said(decided('dec_2'), '12') + said(decided('dec_3'), '13'),
    ]);
    const states: StreamState['kind'][] = [];
    const onState = ({ kind }: StreamState) => void states.push(kind);
    const events = await take(client.stream.follow({ recent: 5, livemode: true, onState }), 3);
    expect(events).toEqual(['dec_1', 'dec_2', 'dec_3'].map(decided));
    expect(asked).toEqual([
      { lastEventId: null, search: '?livemode=true&recent=5', accept: 'text/event-stream' },
      { lastEventId: '12', search: '?livemode=true', accept: 'text/event-stream' },
    ]);
    expect(states).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
  });

  it('waits longer after each try that fails, and says since when it is broken', async () => {
    const { client } = service([said(decided('dec_1'))]);
    const waits: { sinceMs: number; waitMs: number }[] = [];
    const leaving = new AbortController();
    const onState = (state: StreamState) => {
      if (state.kind === 'waiting') waits.push({ sinceMs: state.sinceMs, waitMs: state.retryAtMs - Date.now() });
      if (waits.length === 8) leaving.abort();
    };
    expect(await take(client.stream.follow({ signal: leaving.signal, onState }), 9)).toEqual([decided('dec_1')]);
    expect(new Set(waits.map(({ sinceMs }) => sinceMs)).size).toBe(1);
    expect(waits.at(-1)?.waitMs).toBeGreaterThan(20 * Math.max(waits[0]?.waitMs ?? 0, 1));
  });

  it('gives up where the API refuses, and where the key holds no more', async () => {
    const problem = { type: '', code: 'forbidden', title: '', status: 403, detail: 'this key lacks the scope read' };
    const refused = service([Response.json(problem, { status: 403 })]);
    await expect(take(refused.client.stream.follow(), 1)).rejects.toMatchObject({ code: 'forbidden', status: 403 });
    const revoked = service([said({ type: 'end', reason: 'unauthorized', detail: 'send a key' })]);
    const error = await take(revoked.client.stream.follow(), 1).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CountersignError);
    expect(error).toMatchObject({ code: 'unauthorized', message: 'send a key' });
  });

  it('comes back to another process where one stops or takes no more', async () => {
    const busy = { type: '', code: 'unavailable', title: '', status: 503, detail: 'it takes no more' };
    const { client, asked } = service([
      said({ type: 'end', reason: 'stopping', detail: 'this process stops' }),
      Response.json(busy, { status: 503 }),
      said(decided('dec_1')),
    ]);
    expect(await take(client.stream.follow(), 1)).toEqual([decided('dec_1')]);
    expect(asked).toHaveLength(3);
  });

  it('ends when it is told to', async () => {
    const { client } = service([said(decided('dec_1'))]);
    const leaving = new AbortController();
    leaving.abort();
    expect(await take(client.stream.follow({ signal: leaving.signal }), 1)).toEqual([]);
  });
});

describe('reading server-sent events', () => {
  const text = ': beat\nretry: 7\n\nevent: a\ndata: 1\ndata:2\nid: 9\n\ndata: é\r\n\r\nevent: none\n\nnonsense\n\n';
  const signs = [
    { kind: 'beat' },
    { kind: 'retry', retryMs: 7 },
    { kind: 'event', event: 'a', data: '1\n2', id: '9' },
    { kind: 'event', event: 'message', data: 'é', id: null },
  ];

  it('gives the same wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const read = createEventReader(1_000);
        const parts = places.slice(1).map((end, index) => text.slice(places[index], end));
        expect(parts.flatMap(read)).toEqual(signs);
      }),
    );
  });

  it('keeps no line that never ends', () => {
    expect(() => createEventReader(100)('x'.repeat(101))).toThrow('too long');
  });
});
