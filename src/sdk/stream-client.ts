import { limits } from '../core/domain/limits.ts';
import type { CallOptions, OpenCall } from './call.ts';
import { CountersignError } from './error.ts';
import type * as is from './resources.ts';
import { createEventReader, type ServerSign } from './server-events.ts';
import { systemTimers } from './timers.ts';

/** How the line stands: being opened, open, or broken and tried again at a time. */
export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | {
      readonly kind: 'waiting';
      readonly sinceMs: number;
      readonly retryAtMs: number;
      readonly error: CountersignError;
    };

export interface FollowOptions extends Pick<CallOptions, 'livemode' | 'account'> {
  /** So many of the latest decisions first. */
  readonly recent?: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Told of every change of the line. Must not throw. */
  readonly onState?: (state: StreamState) => void;
}

type Told = Exclude<is.StreamEvent, { type: 'end' }>;

const MOST_KNOWN = 4_000;
const MAX_LINE = 1_000_000;

/** Decisions as they fall. */
export function streamClient(open: OpenCall) {
  return {
    /**
     * Everything that happens from now on, until `signal` ends it. A line that breaks is opened again, after waits that
     * grow, and goes on where it was. Rejects with CountersignError where the API refuses: then trying again is of no
     * use. It goes over `fetch`, so that a key goes in a header, as everywhere.
     */
    follow: (options: FollowOptions = {}): AsyncIterable<Told> => ({
      [Symbol.asyncIterator]: () => follow(open, options),
    }),
  };
}

async function* follow(open: OpenCall, options: FollowOptions): AsyncGenerator<Told, void, undefined> {
  const { signal, onState } = options;
  const known = createKnown();
  let lastId: string | null = null;
  let retryMs: number = limits.streamRetryMs;
  let failures = 0;
  let brokenSinceMs: number | null = null;
  while (!signal?.aborted) {
    onState?.({ kind: 'connecting' });
    let failure = new CountersignError('the stream ended', {});
    let isOpen = false;
    try {
      for await (const sign of signsOf(open, options, lastId)) {
        if (!isOpen) onState?.({ kind: 'open' });
        isOpen = true;
        failures = 0;
        brokenSinceMs = null;
        if (sign.kind === 'retry') retryMs = sign.retryMs;
        if (sign.kind !== 'event') continue;
        if (sign.id !== null) lastId = sign.id;
        const event = read(sign.data);
        if (event?.type === 'end') refuse(event);
        if (event && event.type !== 'end' && known.isNew(event)) yield event;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (!(error instanceof CountersignError) || isFinal(error)) throw error;
      failure = error;
    }
    const nowMs = systemTimers.nowMs();
    brokenSinceMs ??= nowMs;
    const waitMs = waitOf(retryMs, failures, failure.retryAfterSeconds);
    failures += 1;
    onState?.({ kind: 'waiting', sinceMs: brokenSinceMs, retryAtMs: nowMs + waitMs, error: failure });
    await rest(waitMs, signal);
  }
}

/** What comes over one line, until it ends or breaks: then it rejects with CountersignError. */
async function* signsOf(
  open: OpenCall,
  { livemode, account, recent, signal }: FollowOptions,
  lastId: string | null,
): AsyncGenerator<ServerSign> {
  const ending = new AbortController();
  const ended = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
  // A line that says nothing for so long is none any more, whatever the sockets think.
  let cancel = () => {};
  const alive = () => {
    cancel();
    cancel = systemTimers.hold(limits.streamSilentMs, () => ending.abort());
  };
  try {
    alive();
    const query = lastId === null ? { recent } : {};
    const headers = lastId === null ? {} : { 'Last-Event-ID': lastId };
    const call = { method: 'GET', path: ['stream'], query, isScoped: true } as const;
    const body = await open(call, { livemode, account, signal: ended }, { Accept: 'text/event-stream', ...headers });
    const take = createEventReader(MAX_LINE);
    // Not every browser can iterate over a stream.
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      alive();
      yield* take(read.value);
    }
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause;
    throw new CountersignError('the stream broke', { cause });
  } finally {
    cancel();
    ending.abort();
  }
}

/** An event of this or of a later version; null for what is no JSON. */
function read(data: string): is.StreamEvent | null {
  try {
    return JSON.parse(data) as is.StreamEvent;
  } catch {
    return null;
  }
}

/** The key holds no more: that no other try changes. A process that stops is no reason not to come back. */
function refuse({ reason, detail }: Extract<is.StreamEvent, { type: 'end' }>): void {
  if (reason !== 'unauthorized') return;
  const problem = {
    type: '/docs#problem-unauthorized',
    code: 'unauthorized',
    title: detail,
    status: 401,
    detail,
  } as const;
  throw new CountersignError(detail, { problem, status: 401 });
}

/** Whether another try would be refused as well. */
function isFinal({ status }: CountersignError): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function waitOf(retryMs: number, failures: number, retryAfterSeconds: number | null): number {
  const grown = Math.min(retryMs * 2 ** failures, limits.streamMaxRetryMs);
  // Not all at the same moment: they all lost their line together.
  return Math.max(grown * (0.75 + Math.random() / 2), (retryAfterSeconds ?? 0) * 1_000);
}

function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = systemTimers.hold(ms, done);
    signal?.addEventListener('abort', done);
  });
}

/** Knows what was told: after a break some of it comes again. */
function createKnown() {
  const known = new Set<string>();
  return {
    isNew(event: Told): boolean {
      const key = keyOf(event);
      if (key === null) return true;
      if (known.has(key)) return false;
      known.add(key);
      const [oldest] = known;
      if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
      return true;
    },
  };
}

function keyOf(event: Told): string | null {
  if (event.type === 'decision') return event.id;
  if (event.type === 'alarm') return `${event.change} ${event.alarm} ${event.at}`;
  return event.type === 'policy' ? `${event.version} ${event.at}` : null;
}
