import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { type Conceal, isConcealed, isPersonalName, looksPersonal } from './personal.ts';
import type { Scope } from './scope.ts';

/** What happened in a back end, as it said: a login, a purchase. */
export interface TrackedEvent {
  readonly type: string;
  /** Unique within scope and type. */
  readonly id: string;
  readonly scope: Scope;
  /** The event's own time. */
  readonly atMs: number;
  readonly receivedAtMs: number;
}

/** A tracked event as it is stored: what `stored-fields.ts` lists and nothing else. */
export type TrackedRecord = ReturnType<typeof trackedRecord>;

/**
 * The stored form of a tracked event. `inputs` are those of `recordTracked`; `derived` is what was computed of personal
 * values, which stand there concealed.
 */
export function trackedRecord(
  { type, id, scope, atMs, receivedAtMs }: TrackedEvent,
  { inputs, derived }: Readonly<Record<'inputs' | 'derived', Readonly<Record<string, JsonValue>>>>,
) {
  return {
    kind: 'tracked' as const,
    id,
    type,
    livemode: scope.livemode,
    account: scope.account,
    time: atMs,
    received_at: receivedAtMs,
    inputs,
    derived,
  };
}

/**
 * What is stored of an event's data: every field, nested ones by their path with dots, texts that are personal by their
 * name or by their look concealed. Wants data that was admitted.
 */
export function recordTracked(data: JsonObject, conceal: Conceal): Record<string, JsonValue> {
  const inputs: [string, JsonValue][] = [];

  function take(object: JsonObject, above: string): void {
    for (const [name, value] of Object.entries(object)) {
      const path = above + name;
      if (isJsonObject(value) && Object.keys(value).length > 0) take(value, `${path}.`);
      else inputs.push([path, concealed(value, path, conceal)]);
    }
  }

  take(data, '');
  return Object.fromEntries(inputs);
}

function concealed(value: JsonValue, path: string, conceal: Conceal): JsonValue {
  if (typeof value === 'string') return isHidden(value, path) ? conceal(value) : value;
  if (Array.isArray(value)) return value.map((item) => concealed(item, path, conceal));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, concealed(inner, `${path}.${name}`, conceal)]),
  );
}

function isHidden(text: string, path: string): boolean {
  if (isConcealed(text)) return false;
  return isPersonalName(path) || looksPersonal(text);
}

/** The data of a stored event, nested again as it came; what was concealed stays so. */
export function dataOf(inputs: Readonly<Record<string, JsonValue>>): JsonObject {
  const data: Nested = Object.create(null);
  for (const [path, value] of Object.entries(inputs)) {
    const names = path.split('.');
    const parent = names.slice(0, -1).reduce(within, data);
    parent[names.at(-1) ?? path] = value;
  }
  return data;
}

type Nested = Record<string, JsonValue>;

function within(parent: Nested, name: string): Nested {
  const there = parent[name];
  // INVARIANT: `recordTracked` gives no path that leads through a value: every object on the way is one of ours.
  if (isJsonObject(there)) return there;
  const made: Nested = Object.create(null);
  parent[name] = made;
  return made;
}

/** What stands at a path of an event's data; undefined where nothing does. */
export function fieldAt(data: JsonObject, path: readonly string[]): JsonValue | undefined {
  let at: JsonValue | undefined = data;
  for (const name of path) {
    if (!isJsonObject(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}
