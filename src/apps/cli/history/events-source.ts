import type { Scope } from '../../../core/domain/scope.ts';
import type { Window } from '../../../core/history/window.ts';
import type { ReplayEvent } from '../../../workflows/history/replay-event.ts';
import type { HistoryItem, HistorySource } from '../../../workflows/history/source.ts';
import { type HistoryPorts, stagedRows } from '../replay/history.ts';
import { NO_SCOPE, sortByTime } from '../replay/order.ts';
import { readReplayEvent } from '../replay/read-event.ts';
import type { SortedLines } from '../replay/sort-lines.ts';
import { createStripeLabels, type StripeLabels } from './stripe-labels.ts';
import { createTeller } from './teller.ts';

const BATCH = 1_024;

/** What a first look at events told. */
interface EventsLook {
  readonly labels: StripeLabels;
  readonly asked: ReadonlySet<string>;
  readonly rows: number;
  readonly firstMs: number | null;
  readonly newestMs: number | null;
  readonly scope: Scope;
  readonly isInOrder: boolean;
  readonly unreadable: number;
}

/**
 * Opens Stripe's events, one a line, as a history: each ask is a row, and what the other lines tell of it (reports,
 * disputes, refunds, labels) is joined to it, whatever comes first. Tracked events and reports are counted as in a
 * replay.
 */
export async function openEventsSource(path: string, name: string, ports: HistoryPorts): Promise<HistorySource> {
  const look = await lookAtEvents(path, name, ports);
  const { disputes, stray, labelled } = look.labels.counts(look.asked);
  if (stray > 0) ports.progress.say(`${name}: ${strayLine(stray, disputes)}`);
  let sorted: SortedLines | null = null;
  if (!look.isInOrder && !ports.signal.aborted) {
    const rows = stagedRows(name, path, 'sorting', ports);
    sorted = (await sortByTime(rows, await ports.folder.path(), () => undefined)).lines;
  }
  const events = () => (sorted ? sortedEvents(sorted, look.scope) : eventsInOrder(path, name, look.scope, ports));
  const { firstMs, newestMs } = look;
  return {
    about: {
      ...{ rows: look.rows, firstMs, newestMs },
      given: new Set(),
      labels: { hasDisputes: disputes > 0, hasFinal: labelled > 0 },
    },
    read: (window) => itemsOf(events(), window, look.labels),
    unreadable: () => look.unreadable,
    close: async () => undefined,
  };
}

function strayLine(stray: number, disputes: number): string {
  const which =
    stray === disputes
      ? disputes === 1
        ? 'the dispute is'
        : `all ${disputes} disputes are`
      : `${stray} of ${disputes} disputes are`;
  return `${which} about no authorization in it: neither the dispute nor an issuing_transaction event names one`;
}

interface TimedEvent {
  readonly atMs: number;
  readonly event: ReplayEvent;
}

async function lookAtEvents(path: string, name: string, ports: HistoryPorts): Promise<EventsLook> {
  const labels = createStripeLabels();
  const asked = new Set<string>();
  const teller = createTeller(name, ports.progress);
  const times = { first: Number.POSITIVE_INFINITY, newest: Number.NEGATIVE_INFINITY };
  let latestMs = Number.NEGATIVE_INFINITY;
  let isInOrder = true;
  let scope: Scope | null = null;
  let rows = 0;
  for await (const row of stagedRows(name, path, 'looking at the events', ports)) {
    const read = row.isRead ? readReplayEvent(row.json, NO_SCOPE) : ({ kind: 'unreadable', ...row } as const);
    if (read.kind === 'unreadable') teller.tell(`line ${row.line}`, read.problem);
    if (row.isRead) labels.take(row.json);
    if (read.kind !== 'event') continue;
    if (read.atMs < latestMs) isInOrder = false;
    latestMs = Math.max(latestMs, read.atMs);
    if (read.event.kind !== 'ask') continue;
    scope ??= read.event.authorization.scope;
    asked.add(read.event.authorization.id);
    rows += 1;
    times.first = Math.min(times.first, read.atMs);
    times.newest = Math.max(times.newest, read.atMs);
  }
  teller.end();
  const [firstMs, newestMs] = rows === 0 ? [null, null] : [times.first, times.newest];
  return { labels, asked, rows, firstMs, newestMs, scope: scope ?? NO_SCOPE, isInOrder, unreadable: teller.told() };
}

async function* eventsInOrder(
  path: string,
  name: string,
  scope: Scope,
  ports: HistoryPorts,
): AsyncGenerator<TimedEvent> {
  for await (const row of stagedRows(name, path, 'reading the events', ports)) {
    const read = row.isRead ? readReplayEvent(row.json, scope) : null;
    if (read?.kind === 'event') yield read;
  }
}

async function* sortedEvents(lines: SortedLines, scope: Scope): AsyncGenerator<TimedEvent> {
  for await (const text of lines.texts()) {
    const read = readReplayEvent(JSON.parse(text), scope);
    if (read.kind === 'event') yield read;
  }
}

async function* itemsOf(
  events: AsyncGenerator<TimedEvent>,
  { fromMs, toMs }: Window,
  labels: StripeLabels,
): AsyncGenerator<readonly HistoryItem[]> {
  let batch: HistoryItem[] = [];
  for await (const { atMs, event } of events) {
    if (atMs >= toMs) break;
    if (atMs < fromMs) continue;
    batch.push(itemOf(event, labels));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function itemOf(event: ReplayEvent, labels: StripeLabels): HistoryItem {
  if (event.kind !== 'ask') return event;
  const { authorization, eventId } = event;
  return { kind: 'row', row: { authorization, eventId, given: null, facts: null, ...labels.becameOf(authorization) } };
}
