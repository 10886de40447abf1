import { createRandom } from '../../src/core/domain/random.ts';
import { writeHistory } from '../../src/simulator/history.ts';
import { DEFAULT_SETTINGS } from '../../src/simulator/stripe/settings.ts';
import { afterlife, FATES, OUTAGES, outage, transaction } from './afterlife.ts';

type Json = Record<string, unknown>;

/** One thing that happens in a day, in the order in which it reaches the service. */
export type Happening =
  | { readonly kind: 'ask'; readonly event: Json }
  | { readonly kind: 'report'; readonly event: Json }
  | { readonly kind: 'told'; readonly event: Json }
  | { readonly kind: 'login'; readonly event: Json }
  | { readonly kind: 'restart' | 'switch' | 'list' };

const START_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

/**
 * A simulated day with what real lines do to it: asks that come twice, under their own id and under another one; asks
 * that come late; several in one second; increments; Stripe's own declines; logins. What becomes of the money is told,
 * too: reversals whole and in part, expiry, captures of every kind, refunds. Some asks are lost in an outage and tried
 * again, some of them without ever coming to us. A restart, another policy and an entry of a list in between.
 */
export async function parityDay(seed: string): Promise<readonly Happening[]> {
  const random = createRandom(7);
  const happenings = (await simulatedDay(seed)).flatMap((line) => happeningOf(line));
  const groups = grouped(happenings).map((group, index) =>
    lived(group, index, random).flatMap((each) => disturb(each, random)),
  );
  // A few come later than what was sent after them; nothing is reported before it was asked.
  for (let at = 0; at + 5 < groups.length; at += 19) {
    const [late] = groups.splice(at, 1);
    if (late) groups.splice(at + 4, 0, late);
  }
  const asked = groups.flat();
  const cut = (share: number) => Math.floor(asked.length * share);
  return [
    ...asked.slice(0, cut(0.4)),
    { kind: 'restart' },
    ...asked.slice(cut(0.4), cut(0.6)),
    { kind: 'switch' },
    ...asked.slice(cut(0.6), cut(0.8)),
    { kind: 'list' },
    ...asked.slice(cut(0.8)),
  ];
}

/** A group with what becomes of it: every seventh ask is lost in an outage, of the others it depends on their turn. */
function lived(group: readonly Happening[], index: number, random: () => number): readonly Happening[] {
  const [ask, report] = group;
  if (group.length !== 2 || ask?.kind !== 'ask' || report?.kind !== 'report') return group;
  if (index % 7 === 3) {
    const { lost, retry } = outage(ask.event, report.event, OUTAGES[Math.floor(index / 7) % 4] ?? 'webhook_timeout');
    const [again, answered] = retry;
    if (!again || !answered) return group;
    const came: Happening[] = random() < 0.3 ? [] : [ask];
    return [
      ...[...came, { kind: 'report', event: lost } as const],
      ...[{ kind: 'ask', event: again } as const, { kind: 'report', event: answered } as const],
      ...told(answered, index),
    ];
  }
  return [ask, report, ...told(report.event, index)];
}

/** What is told of an authorization later on, and now and then a capture that nobody approved. */
function told(created: Json, index: number): Happening[] {
  const events = afterlife(created, FATES[index % FATES.length] ?? 'captured');
  if (index % 11 === 5) events.push(transaction(created, 'forced', Number(created.created) + 9, -777, null));
  return events.map((event) => ({
    kind: String(event.type).startsWith('issuing_authorization.') ? 'report' : 'told',
    event,
  }));
}

/** Asks with their reports, and all else by itself. */
function grouped(happenings: readonly Happening[]): Happening[][] {
  const idOf = ({ event }: { event: Json }) => String((event.data as { object?: Json }).object?.id ?? event.id);
  const groups = new Map<string, Happening[]>();
  for (const each of happenings) {
    if (!('event' in each)) continue;
    const id = idOf(each);
    groups.set(id, [...(groups.get(id) ?? []), each]);
  }
  return [...groups.values()];
}

async function simulatedDay(seed: string): Promise<Json[]> {
  const lines: Json[] = [];
  await writeHistory({
    world: { seed, startMs: START_MS, cardholders: 40, scenario: 'all', fraudShare: 0.2 },
    untilMs: START_MS + 3 * DAY_MS,
    settings: DEFAULT_SETTINGS,
    signal: new AbortController().signal,
    write: async (line) => void lines.push(JSON.parse(line)),
    onProgress: () => undefined,
  });
  return lines;
}

function happeningOf(line: Json): Happening[] {
  if (line.object === 'countersign.event') return [{ kind: 'login', event: line }];
  if (line.type === 'issuing_authorization.request') return [{ kind: 'ask', event: line }];
  if (line.type === 'issuing_authorization.created') return [{ kind: 'report', event: line }];
  return [];
}

function disturb(happening: Happening, random: () => number): Happening[] {
  if (happening.kind !== 'ask') return [happening];
  const { event } = happening;
  // Several asks of one moment: their order is that of their coming.
  const tied = { ...event, created: Math.floor(Number(event.created) / 60) * 60 };
  const own: Happening = { kind: 'ask', event: random() < 0.3 ? tied : event };
  if (random() < 0.05) return [own, own];
  if (random() < 0.05) return [own, { kind: 'ask', event: { ...own.event, id: `${String(event.id)}_again` } }];
  if (random() < 0.08) {
    const more = increment(own.event);
    return [own, { kind: 'ask', event: more }, { kind: 'report', event: incremented(more) }];
  }
  return [own];
}

/** The same authorization asked about again, for more, after the first answer. */
function increment(event: Json): Json {
  const { object } = event.data as { object: Json };
  const pending = object.pending_request as Json;
  const first = {
    approved: true,
    amount: pending.amount,
    currency: pending.currency,
    created: event.created,
    reason: 'webhook_approved',
  };
  return {
    ...event,
    id: `${String(event.id)}_more`,
    created: Number(event.created) + 60,
    data: { object: { ...object, request_history: [first], pending_request: { ...pending, amount: 500 } } },
  };
}

/** What Stripe tells once an increment was answered. */
function incremented(more: Json): Json {
  const { object } = more.data as { object: Json };
  const [first = {}] = object.request_history as Json[];
  const second = { ...first, amount: 500, created: more.created, requested_at: more.created };
  const amount = Number(first.amount) + 500;
  return {
    ...more,
    id: `${String(more.id)}_told`,
    type: 'issuing_authorization.updated',
    data: {
      object: { ...object, approved: true, amount, pending_request: null, request_history: [first, second] },
      previous_attributes: { amount: first.amount, request_history: [first] },
    },
  };
}
