import { admitData, type FieldProblem } from '../../../core/domain/admitted.ts';
import { limits } from '../../../core/domain/limits.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { holdsCardNumber } from '../../../core/domain/secrets.ts';
import type { TakenEvent } from '../../../core/features/event-door.ts';
import { eventType } from '../../../sdk/schema/events.ts';
import type { SentEvent } from './event-lines.ts';
import type { ApiPorts } from './ports.ts';
import { invalid } from './request.ts';

/** How events are to be taken. */
export interface Taking {
  readonly type: string;
  readonly scope: Scope;
  readonly isDry: boolean;
  readonly wantsFeatures: boolean;
}

/** An event that was taken, with what was wrong with its fields. */
export interface TakenLine {
  readonly line: number;
  readonly id: string;
  readonly taken: TakenEvent;
  readonly problems: readonly FieldProblem[];
}

/** The type of events that a path names. Throws a Problem for a name that none can have. */
export function eventTypeOf(name: string): string {
  const parsed = eventType.safeParse(name);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map(({ message }) => ({ path: 'path.type', message })));
}

/**
 * Takes events in their order, a slice at a time. Rejects where one could not be taken: those before it are, and all
 * may be sent again.
 */
export async function takeEvents(
  ports: ApiPorts,
  taking: Taking,
  events: readonly SentEvent[],
): Promise<readonly TakenLine[]> {
  const taken: TakenLine[] = [];
  for (let start = 0; start < events.length; start += limits.trackedSliceEvents) {
    taken.push(...(await takeSlice(ports, taking, events.slice(start, start + limits.trackedSliceEvents))));
  }
  return taken;
}

async function takeSlice(
  { events: door, seenInputs, clock, conceal }: ApiPorts,
  { type, scope, isDry, wantsFeatures }: Taking,
  events: readonly SentEvent[],
): Promise<TakenLine[]> {
  const admitted = events.map(({ data }) => admitData(data));
  const checked = await seenInputs.check(
    scope,
    type,
    admitted.map(({ data }) => data),
    { isDry },
  );
  const receivedAtMs = clock.nowMs();
  const taking = events.map(async ({ line, id, atMs, data }, index): Promise<TakenLine> => {
    const incoming = {
      type,
      id: storableId(id, conceal),
      scope,
      atMs,
      receivedAtMs,
      data: checked[index]?.data ?? data,
    };
    const taken = await door.take(incoming, { isDry, wantsFeatures });
    const before = [...(admitted[index]?.problems ?? []), ...(checked[index]?.problems ?? [])];
    return { line, id, taken, problems: [...before, ...taken.problems] };
  });
  // All of them settle before the first failure is told: nothing is still being taken then.
  await Promise.allSettled(taking);
  return Promise.all(taking);
}

/** An id is kept as it is, unless it is somebody's address or card. */
function storableId(id: string, conceal: (text: string) => string): string {
  return id.includes('@') || holdsCardNumber(id) ? conceal(id) : id;
}
