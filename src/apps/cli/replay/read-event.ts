import { readAuthorization } from '../../../adapters/stripe/authorization.ts';
import type { StripeEvent } from '../../../adapters/stripe/event.ts';
import { boolean, type Fields, fieldsOf, text } from '../../../adapters/stripe/fields.ts';
import { isReport } from '../../../adapters/stripe/reports.ts';
import { admitData } from '../../../core/domain/admitted.ts';
import { isJsonObject } from '../../../core/domain/json.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { eventType, trackedEvent } from '../../../sdk/schema/events.ts';
import type { ReplayEvent } from '../../../workflows/history/replay-event.ts';
import { stripeRow } from '../stripe-row.ts';

/** What a row is to a replay: an event with its time, something that nothing is counted of, or unreadable. */
export type ReadEvent =
  | { readonly kind: 'event'; readonly atMs: number; readonly event: ReplayEvent }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'unreadable'; readonly problem: string };

const IGNORED = { kind: 'ignored' } as const;

/**
 * Reads a row of a history. `scope` is that of tracked events that don't name theirs: they belong to the asks that they
 * stand among.
 */
export function readReplayEvent(json: unknown, scope: Scope): ReadEvent {
  const fields = fieldsOf(json);
  if (fields.object === 'countersign.event') return readTracked(fields, scope);
  if (fields.object === 'countersign.label') return IGNORED;
  const row = stripeRow(json);
  switch (row.kind) {
    case 'neither':
      return unreadable(row.problem);
    case 'authorization':
      return ask(row.object, row.scope, null, null);
    case 'event':
      return readStripeEvent(row.event, row.scope);
  }
}

function readStripeEvent(event: StripeEvent, scope: Scope): ReadEvent {
  if (event.type === 'issuing_authorization.request') return ask(event.object, scope, event.createdAtMs, event.id);
  if (!isReport(event)) return IGNORED;
  const fields = fieldsOf(event.object);
  const id = text(fields.id);
  if (id === null) return unreadable('the authorization has no id');
  if (event.createdAtMs === null) return unreadable('the event does not say when it was created');
  const report = { type: event.type, object_id: id, ...scope, fields };
  return { kind: 'event', atMs: event.createdAtMs, event: { kind: 'report', report } };
}

function ask(object: unknown, scope: Scope, createdAtMs: number | null, eventId: string | null): ReadEvent {
  const reading = readAuthorization(object, scope, createdAtMs);
  if (!reading.isReadable) return unreadable(reading.problem);
  const { authorization } = reading;
  return { kind: 'event', atMs: authorization.askedAtMs, event: { kind: 'ask', authorization, eventId } };
}

/** As the API takes it, but that its data stands by itself; and a file must say when it was. */
function readTracked({ type, id, time, data, livemode, account }: Fields, scope: Scope): ReadEvent {
  const typed = eventType.safeParse(type);
  if (!typed.success) return unreadable(`the event's type ${problemOf(typed.error, 'is a text')}`);
  const parsed = trackedEvent.safeParse({ id, time });
  if (!parsed.success) {
    const [name] = parsed.error.issues[0]?.path ?? [];
    return unreadable(`the event's ${String(name ?? 'id')} ${problemOf(parsed.error, '')}`);
  }
  const { time: when } = parsed.data;
  if (when === undefined) return unreadable('the event does not say when it happened: it has no time');
  const atMs = typeof when === 'number' ? Math.round(when * 1000) : Date.parse(when);
  const tracked = {
    type: typed.data,
    id: parsed.data.id,
    scope: { livemode: boolean(livemode) ?? scope.livemode, account: text(account) ?? scope.account },
    atMs,
    data: isJsonObject(data) ? admitData(data).data : {},
  };
  return { kind: 'event', atMs, event: { kind: 'tracked', tracked } };
}

function problemOf(
  { issues }: { readonly issues: readonly { readonly message: string }[] },
  otherwise: string,
): string {
  return issues[0]?.message ?? otherwise;
}

function unreadable(problem: string): ReadEvent {
  return { kind: 'unreadable', problem };
}
