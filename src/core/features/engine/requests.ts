import type { RequestPlan } from '../plan/requests.ts';
import type { Phase } from '../plan/steps.ts';
import type { JsonValue } from '../scowl-value.ts';
import type { Entry } from '../timeline/entry.ts';
import type { TimelineReply, TimelineRequest } from '../timeline/store.ts';
import type { Run } from './run.ts';

/** What is asked of the store at one stage, and where the answers belong. */
export interface Asked {
  readonly requests: readonly TimelineRequest[];
  readonly places: readonly number[];
}

/** Works out the keys of a stage and what is written to them; what has no key is not asked for. */
export function requestsOf(run: Run, phase: Phase): Asked {
  const { event, plan, mode, frame, keys, entries } = run;
  const requests: TimelineRequest[] = [];
  const places: number[] = [];
  for (const place of phase.requests) {
    const planned = plan.requests[place];
    if (!planned) continue;
    const key = planned.key(frame);
    keys[place] = key;
    if (typeof key !== 'string') continue;
    const own = planned.columns ? entryOf(run, planned.columns) : null;
    entries[place] = own;
    const entry = mode === 'dry' ? null : own;
    const isRead = mode === 'fill' ? planned.isReadToWrite : planned.isRead;
    if (entry === null && !isRead) continue;
    const { timeline } = planned;
    const { scope, isReported = false, isNew = false } = event;
    const request = { timeline, scope, key, entry, isReported, isNew, isFilling: mode === 'fill', isRead };
    if (entry !== null) run.written.push(request);
    requests.push(request);
    places.push(place);
  }
  return { requests, places };
}

function entryOf({ event, frame }: Run, columns: NonNullable<RequestPlan['columns']>): Entry {
  const values: JsonValue[] = [];
  for (const column of columns) values.push(column(frame));
  const { id, atMs, arrival, outcome } = event;
  return { id, atMs, arrival, outcome, values };
}

/** Takes over what the store answered. */
export function takeReplies(run: Run, { requests, places }: Asked, answers: readonly TimelineReply[]): void {
  for (let index = 0; index < places.length; index += 1) {
    const reply = answers[index];
    const place = places[index];
    if (!reply || place === undefined) continue;
    run.replies[place] = reply;
    if (requests[index]?.entry) run.isDuplicate = run.isDuplicate === true || reply.isDuplicate;
  }
}
