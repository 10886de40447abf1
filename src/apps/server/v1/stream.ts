import type { Request, RequestHandler } from 'express';
import type { z } from 'zod';
import { alarmWords } from '../../../core/decision/alarm-words.ts';
import { limits } from '../../../core/domain/limits.ts';
import { scopeQuery } from '../../../sdk/schema/key-scopes.ts';
import { streamEvent, streamQuery } from '../../../sdk/schema/stream.ts';
import type { Feed } from '../../../workflows/watch/feed.ts';
import type { FeedEvent } from '../../../workflows/watch/feed-events.ts';
import { authenticate } from './authenticate.ts';
import type { Caller } from './caller.ts';
import type { ApiPorts } from './ports.ts';
import { Problem } from './problem.ts';
import { readRequest } from './request.ts';
import type { Door } from './route.ts';
import { sayTime } from './say.ts';

type Said = z.input<typeof streamEvent>;

/** What the door is, as the table of routes would have it: its answer is no JSON, so that it is none of them. */
export const STREAM: Door = {
  id: 'stream.follow',
  method: 'get',
  path: '/stream',
  wants: 'read',
  reach: 'scope',
  summary: 'Decisions as they fall, in all processes, and alarms and policy versions: server-sent events.',
  query: streamQuery.extend(scopeQuery.shape),
  body: null,
  answer: streamEvent,
  answerType: 'text/event-stream',
  status: 200,
  isAct: false,
  takesPolicy: false,
  takesMonths: false,
  takesLines: false,
  maxBytes: limits.maxBodyBytes,
  rate: 'calls',
};

const HEADERS = {
  'Content-Type': STREAM.answerType,
  'Cache-Control': 'no-store, no-transform',
  // nginx would keep events back until it has a page of them.
  'X-Accel-Buffering': 'no',
  // The line serves nothing else after it, and a stopping process need not wait for it.
  Connection: 'close',
};

/**
 * `GET /v1/stream`: server-sent events (html.spec.whatwg.org, "Server-sent events"). It ends by itself when the key
 * holds no more, which is looked at every minute, and when the process stops; a listener who does not read is cut off.
 */
export function streamDoor(ports: ApiPorts, feed: Feed): RequestHandler {
  const { clock, stopping } = ports;
  const texts = new WeakMap<FeedEvent, string>();

  /** An event as it goes out, made once for all listeners. */
  function textOf(event: FeedEvent): string {
    const known = texts.get(event);
    if (known !== undefined) return known;
    const text = frame(sayEvent(event), event.placeMs);
    texts.set(event, text);
    return text;
  }

  return (request, response) => {
    const caller = response.locals.caller as Caller;
    const { scope, query } = readRequest(STREAM, caller, request);
    assertRoom(feed, stopping);
    response.writeHead(200, HEADERS);
    response.write(`retry: ${limits.streamRetryMs}\n\n`);

    const timers = new Map<string, () => void>();
    const write = (text: string) => {
      if (response.writableEnded || response.destroyed) return;
      response.write(text);
      if (response.writableLength > limits.maxStreamWaitingBytes) response.destroy();
    };
    const every = (name: string, ms: number, run: () => unknown) => {
      timers.set(
        name,
        clock.after(ms, () => {
          run();
          if (!response.closed) every(name, ms, run);
        }),
      );
    };
    const end = (reason: 'stopping' | 'unauthorized', detail: string) => {
      if (response.writableEnded) return;
      write(frame({ type: 'end', reason, detail }, null));
      response.end();
      // Who does not read would hold up a process that stops.
      timers.set(
        'end',
        clock.after(limits.streamEndMs, () => void response.destroy()),
      );
    };
    const onStopping = () => end('stopping', 'this process stops');
    const wish = { recent: (query as z.output<typeof streamQuery>).recent, sinceMs: placeOf(request) };
    const leave = feed.listen(scope, wish, (event) => write(textOf(event)));
    every('beat', limits.streamBeatMs, () => write(': beat\n\n'));
    every('key', limits.streamAuthenticateMs, () => authenticate(ports, STREAM, request).catch(endIfRefused(end)));
    stopping.addEventListener('abort', onStopping);
    response.once('close', () => {
      leave();
      for (const cancel of timers.values()) cancel();
      stopping.removeEventListener('abort', onStopping);
    });
  };
}

/** Throws a Problem where nobody may begin to listen. */
function assertRoom(feed: Feed, stopping: AbortSignal): void {
  const headers = { 'Retry-After': String(limits.apiRetrySeconds) };
  if (stopping.aborted) throw new Problem('unavailable', 'this process stops; ask again', {}, headers);
  if (feed.listeners() < limits.maxStreamListeners) return;
  const detail = `${limits.maxStreamListeners} listen to this process already, and it takes no more`;
  throw new Problem('unavailable', `${detail}; close some, or ask later`, {}, headers);
}

/** A key that can't be looked at just now may still hold. */
function endIfRefused(end: (reason: 'unauthorized', detail: string) => void) {
  return (error: unknown) => {
    const isRefused = error instanceof Problem && (error.code === 'unauthorized' || error.code === 'forbidden');
    if (isRefused) end('unauthorized', error.message);
  };
}

/** Up to where whoever comes back has heard; null for anything that we did not give. */
function placeOf(request: Request): number | null {
  const id = request.get('last-event-id') ?? '';
  return /^\d{13}$/.test(id) ? Number(id) : null;
}

function frame(said: Said, placeMs: number | null): string {
  const id = placeMs === null ? '' : `id: ${Math.trunc(placeMs)}\n`;
  return `event: ${said.type}\n${id}data: ${JSON.stringify(said)}\n\n`;
}

function sayEvent(event: FeedEvent): Said {
  if (event.kind === 'decision') return sayDecision(event.decision);
  if (event.kind === 'skipped') return { type: 'skipped', ...event.outcomes };
  const at = sayTime(event.atMs);
  if (event.kind === 'policy') return { type: 'policy', version: event.version, at };
  if (event.kind === 'database') return { type: 'database', state: event.state, at };
  const { severity, text } = alarmWords(event.alarm);
  return { type: 'alarm', change: event.change, alarm: event.alarm, severity, at, text };
}

function sayDecision(decision: Extract<FeedEvent, { kind: 'decision' }>['decision']): Said {
  return {
    type: 'decision',
    id: decision.id,
    at: sayTime(decision.atMs),
    outcome: decision.outcome,
    review: decision.review,
    answered_by: decision.answeredBy,
    reasons: [...decision.reasons],
    portfolio: decision.portfolio,
    authorization: decision.authorization,
    amount_minor: decision.amountMinor,
    currency: decision.currency,
    merchant_name: decision.merchantName,
    merchant_category: decision.merchantCategory,
    merchant_country: decision.merchantCountry,
    card: decision.card,
    decided_after_ms: decision.decidedAfterMs,
    recorded_late: decision.isRecordedLate,
  };
}
