import { writeHistory } from '../../src/simulator/history.ts';
import { DEFAULT_SETTINGS } from '../../src/simulator/stripe/settings.ts';
import { createRandom } from './random.ts';

type Json = Record<string, unknown>;

/** One thing that happens in a day, in the order in which it reaches the service. */
export type Happening =
  | { readonly kind: 'ask'; readonly event: Json }
  | { readonly kind: 'report'; readonly event: Json }
  | { readonly kind: 'login'; readonly event: Json }
  | { readonly kind: 'restart' | 'switch' | 'list' };

const START_MS = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

/**
 * A simulated day with what real lines do to it: asks that come twice, under their own id and under another one; asks
 * that come late; several in one second; increments; Stripe's own declines; logins. A restart, another policy and an
 * entry of a list in between.
 */
export async function parityDay(seed: string): Promise<readonly Happening[]> {
  const random = createRandom(7);
  const happenings = (await simulatedDay(seed)).flatMap((line) => happeningOf(line));
  const groups = grouped(happenings).map((group) => group.flatMap((each) => disturb(each, random)));
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
  if (random() < 0.08) return [own, { kind: 'ask', event: increment(own.event) }];
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
