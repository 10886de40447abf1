import { openTimelines } from '../../../src/adapters/counters/memory-timelines.ts';
import { contentHash, createHasher } from '../../../src/adapters/store/hasher.ts';
import type { BuiltInEvent } from '../../../src/core/features/built-in-event.ts';
import { checkProgram } from '../../../src/core/features/check.ts';
import { createFeatureEngine } from '../../../src/core/features/engine.ts';
import type { FeatureEvent } from '../../../src/core/features/feature-event.ts';
import { parseScowl } from '../../../src/core/features/parse.ts';
import { type FeaturePlan, planFeatures } from '../../../src/core/features/plan.ts';
import { STRING } from '../../../src/core/features/scowl-type.ts';
import type { ScowlValue } from '../../../src/core/features/scowl-value.ts';
import type { CheckedProgram } from '../../../src/core/features/term.ts';
import type { TimelineRequest, TimelineStore } from '../../../src/core/features/timeline/store.ts';

export const conceal = createHasher('test');

/** A small built-in event, with something of each kind. */
export const PURCHASES: BuiltInEvent = {
  name: 'authorization',
  inputs: [
    { name: 'card', type: STRING, description: 'the card' },
    { name: 'merchant', type: STRING, description: 'the merchant' },
    { name: 'amount', type: { kind: 'float', money: { currencyInput: 'currency' } }, description: 'the amount' },
    { name: 'currency', type: STRING, description: 'its currency' },
    { name: 'cardholder_email', type: { ...STRING, isPersonal: true }, description: 'the e-mail address' },
    { name: 'cardholder_metadata', type: { kind: 'map', value: STRING }, description: 'whatever' },
  ],
  outcomes: new Map([
    ['is_approved', ['approved', 'pending']],
    ['is_declined', ['declined']],
  ]),
};

/** The checked program of a text without faults. */
export function programOf(text: string): CheckedProgram {
  const source = { path: 'test.scowl', text };
  const { program, diagnostics } = parseScowl(source);
  const checked = checkProgram([{ source, program }], { builtIn: [PURCHASES] });
  const errors = [...diagnostics, ...checked.diagnostics].filter(({ severity }) => severity === 'error');
  if (errors.length > 0 || !checked.program) throw new Error(JSON.stringify(errors, null, 2));
  return checked.program;
}

export function planOf(text: string): FeaturePlan {
  return planFeatures(programOf(text), contentHash);
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
const START_MS = Date.parse('2026-01-01T00:00:00Z');

let ids = 0;

/** An event at a time after the start, with this data. */
export function eventOf(
  type: string,
  afterMs: number,
  data: Readonly<Record<string, unknown>>,
  more: Partial<FeatureEvent> = {},
): FeatureEvent {
  ids += 1;
  return {
    type,
    id: `event_${ids}`,
    scope: { livemode: true, account: null },
    atMs: START_MS + afterMs,
    arrival: START_MS + afterMs,
    outcome: type === 'authorization' ? 'pending' : 'none',
    read: ({ name, path }) => data[name] ?? path.reduce(fieldOf, data),
    ...more,
  };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** A store that keeps what it was asked. */
export function watched(store: TimelineStore): TimelineStore & { readonly asked: (readonly TimelineRequest[])[] } {
  const asked: (readonly TimelineRequest[])[] = [];
  return {
    asked,
    apply(requests) {
      asked.push(requests);
      return store.apply(requests);
    },
  };
}

/** A program with an engine over timelines in memory. */
export function engineOf(text: string, given: TimelineStore = openTimelines()) {
  const plan = planOf(text);
  const store = watched(given);
  const engine = createFeatureEngine({ store, conceal });
  const evaluate = (event: FeatureEvent, mode: 'count' | 'dry' | 'fill' = 'count') =>
    engine.evaluate(event, plan, mode);
  return {
    plan,
    store,
    engine,
    evaluate,
    count: (type: string, afterMs: number, data: Readonly<Record<string, unknown>>, more?: Partial<FeatureEvent>) =>
      evaluate(eventOf(type, afterMs, data, more)),
  };
}

/** The features of an event by name. */
export function valuesOf({ values }: { readonly values: Iterable<[string, ScowlValue]> }): Record<string, ScowlValue> {
  return Object.fromEntries(values);
}
