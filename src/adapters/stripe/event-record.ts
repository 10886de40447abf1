import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { OBJECT_FIELDS } from '../../core/domain/stored-fields.ts';
import type { StripeEvent } from './event.ts';
import { type Fields, fieldsOf, idOf, text } from './fields.ts';
import { seenIn } from './seen.ts';

/** An event that can be stored: one with an id and a time. */
export type StorableEvent = StripeEvent & { readonly id: string; readonly createdAtMs: number };

/**
 * The stored form of an event: its identity, the allow-listed fields of its object and of what they were before, and a
 * hash of all its content, by which the same happening sent under a second id is known; and, short, what it tells of a
 * card and its holder. `hash` is keyed: content holds personal data.
 */
export function eventRecord(event: StorableEvent, scope: Scope, receivedAtMs: number, hash: (text: string) => string) {
  const object = fieldsOf(event.object);
  const paths = (OBJECT_FIELDS[text(object.object) ?? ''] ?? []).map(({ field }) => field);
  return {
    kind: 'event' as const,
    id: event.id,
    livemode: scope.livemode,
    account: scope.account,
    type: event.type,
    object_id: text(object.id) ?? '',
    content: hash(JSON.stringify([event.type, event.object, event.previousAttributes ?? null, ...timeOf(event)])),
    created: Math.floor(event.createdAtMs / 1000),
    received_at: receivedAtMs,
    api_version: event.apiVersion,
    fields: pick(object, paths),
    previous: pick(fieldsOf(event.previousAttributes), paths),
    seen: seenIn(object, fieldsOf(event.previousAttributes), hash),
  };
}

/**
 * What is switched to and fro (a card is frozen, released, frozen again) says the same twice and means it: of two such
 * events the second must not be taken for a repeat where it overtakes the one between them. So their time counts.
 */
function timeOf({ type, createdAtMs }: StorableEvent): number[] {
  return /^issuing_(card|cardholder|dispute)\./.test(type) ? [createdAtMs] : [];
}

/** The values at the paths, in the shape of the original; what isn't there is left out. */
function pick(from: Fields, paths: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  const byHead = Map.groupBy(paths, (path) => path.split('.', 1)[0] ?? '');
  for (const [head, full] of byHead) {
    const value = from[head];
    if (value === undefined) continue;
    const tails = full.filter((path) => path !== head).map((path) => path.slice(head.length + 1));
    picked[head] = pickValue(value, tails);
  }
  return picked;
}

function pickValue(value: unknown, tails: readonly string[]): unknown {
  if (typeof value === 'string') return value.slice(0, limits.storedTextLength);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const inner = tails.filter((path) => path.startsWith('*.')).map((path) => path.slice(2));
    return value.map((item: unknown) => (typeof item === 'object' ? pick(fieldsOf(item), inner) : item));
  }
  // Expanded or not, an object of Stripe's is known by its id.
  const id = idOf(value);
  const inner = pick(fieldsOf(value), tails);
  if (id === null) return inner;
  return tails.length === 0 ? id : { id, ...inner };
}
