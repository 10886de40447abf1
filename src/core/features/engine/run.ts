import type { Conceal } from '../../domain/personal.ts';
import { type Missing, missing } from '../../domain/value.ts';
import type { Frame } from '../compile/frame.ts';
import { nullOf } from '../compile/logic.ts';
import type { FeatureEvent } from '../feature-event.ts';
import type { EventPlan } from '../plan/event.ts';
import type { Phase, ReadStep } from '../plan/steps.ts';
import type { Entry } from '../timeline/entry.ts';
import { layoutOf } from '../timeline/layout.ts';
import { entryIdOf, findRow } from '../timeline/rows.ts';
import { stateAt, type TimelineState } from '../timeline/state.ts';
import type { TimelineReply, TimelineRequest } from '../timeline/store.ts';
import { createConcealing } from './conceal.ts';
import { type InputProblem, readInputs } from './inputs.ts';

/** `dry` writes nothing; `fill` writes again what history tells, and reads only what is needed to write. */
export type Mode = 'count' | 'dry' | 'fill';

/** One event on its way through its plan. */
export interface Run {
  readonly event: FeatureEvent;
  readonly plan: EventPlan;
  readonly mode: Mode;
  readonly frame: Frame;
  readonly problems: readonly InputProblem[];
  /** By request: the key, the entry that it writes or would write, and the answer, as far as it is. */
  readonly keys: (string | Missing | null)[];
  readonly entries: (Entry | null)[];
  readonly replies: (TimelineReply | null)[];
  readonly written: TimelineRequest[];
  /** Slots of aggregates that are not exact, or not there. */
  doubts: Set<number> | null;
  isDuplicate: boolean | null;
  storeError: unknown;
}

/** Begins with an event: its inputs are read. */
export function startRun(event: FeatureEvent, plan: EventPlan, mode: Mode, conceal: Conceal): Run {
  const slots = new Array(plan.slotCount).fill(missing('not_recorded'));
  const problems = readInputs(event, plan, slots);
  const frame = { atMs: event.atMs, slots, derived: event.derived ?? null, conceal: createConcealing(conceal) };
  const count = plan.requests.length;
  return {
    event,
    plan,
    mode,
    frame,
    problems,
    keys: new Array(count).fill(null),
    entries: new Array(count).fill(null),
    replies: new Array(count).fill(null),
    written: [],
    doubts: null,
    isDuplicate: null,
    storeError: null,
  };
}

/** Computes what a phase computes before it asks. */
export function computeSteps(run: Run, { steps }: Phase): void {
  const { frame } = run;
  for (const step of steps) {
    if (step.kind === 'feature') frame.slots[step.slot] = step.code(frame);
    else readStep(run, step);
  }
}

function readStep(run: Run, { request, read, slots: places, afters }: ReadStep): void {
  const { frame } = run;
  const { slots } = frame;
  const state = stateToRead(run, request);
  if (!state) {
    const cause = causeOfNone(run, request);
    // What has no key has no past either: nothing is doubtful about that.
    const isDoubtful = cause.missing !== 'no_key';
    for (const place of places) {
      slots[place] = cause;
      if (isDoubtful) doubt(run, place);
    }
    return;
  }
  const values = afters?.map((after) => after?.(frame) ?? null) ?? null;
  const aftersMs = values?.map((value) => (typeof value === 'number' ? value : null));
  const results = read(state, ownToRead(run, request, state), frame.atMs, aftersMs);
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    const result = results[index];
    const after = values?.[index] ?? null;
    if (after !== null && typeof after !== 'number') slots[place] = nullOf(after);
    else if (result) {
      slots[place] = result.value;
      if (result.isApproximate) doubt(run, place);
    }
  }
}

/** What is filled from history must not see what came after it, and may be there already. */
function stateToRead({ mode, event, plan, replies }: Run, request: number): TimelineState | null {
  const state = replies[request]?.state ?? null;
  const timeline = plan.requests[request]?.timeline;
  return mode === 'fill' && state && timeline ? stateAt(timeline, state, event.arrival) : state;
}

function doubt(run: Run, slot: number): void {
  run.doubts ??= new Set();
  run.doubts.add(slot);
}

/** Why nothing came of a request: it failed, its key is null, its timeline is cold, or it was not made to fill. */
function causeOfNone(run: Run, request: number): Missing {
  const key = run.keys[request];
  if (typeof key === 'object' && key !== null) {
    return key.missing === 'cold' || key.missing === 'late' ? key : missing('no_key');
  }
  if (run.storeError !== null) return missing('late');
  return missing(run.replies[request]?.isCold ? 'cold' : 'not_recorded');
}

/** The event's own entry, unless it stands there since long, in the tiles: then it is counted with them. */
function ownToRead(run: Run, request: number, { rows }: TimelineState): Entry | null {
  const own = ownEntry(run, request);
  const timeline = run.plan.requests[request]?.timeline;
  if (own === null || !timeline || !run.replies[request]?.isDuplicate) return own;
  return findRow(layoutOf(timeline), rows, entryIdOf(own.id)) === -1 ? null : own;
}

/** The event's own entry, where it is in the timeline and under the key that a request reads. */
function ownEntry({ plan, keys, entries }: Run, request: number): Entry | null {
  const writing = plan.requests[request]?.writing ?? null;
  return writing !== null && keys[writing] === keys[request] ? (entries[writing] ?? null) : null;
}
