import { isJsonObject, type JsonObject } from '../../../core/domain/json.ts';
import { limits } from '../../../core/domain/limits.ts';
import { trackedEvent } from '../../../sdk/schema/events.ts';
import { Problem } from './problem.ts';
import { type Fault, faultsOf, invalid } from './request.ts';

/** An event as it was sent, and in which line. */
export interface SentEvent {
  readonly line: number;
  readonly id: string;
  readonly atMs: number;
  readonly data: JsonObject;
}

/**
 * The events of an NDJSON text; blank lines are none. All of them, or a Problem with every line that is no event.
 * Read in slices with a breath in between: the same process answers Stripe.
 */
export async function readEventLines(text: string, nowMs: number): Promise<readonly SentEvent[]> {
  const lines = text
    .split('\n')
    .map((line, index) => ({ line: index + 1, text: line }))
    .filter((line) => line.text.trim() !== '');
  if (lines.length > limits.maxTrackedEvents) {
    throw new Problem('too_large', `${lines.length} events are too many: ${limits.maxTrackedEvents} at a time`);
  }
  if (lines.length === 0) throw invalid([{ path: 'body', message: 'has no event in it' }]);
  const faults: Fault[] = [];
  const events: SentEvent[] = [];
  for (let start = 0; start < lines.length; start += limits.trackedSliceEvents) {
    if (start > 0) await breath();
    for (const { line, text: event } of lines.slice(start, start + limits.trackedSliceEvents)) {
      const read = readLine(event, line, nowMs);
      if (Array.isArray(read)) faults.push(...read);
      else events.push(read);
    }
  }
  if (faults.length > 0) throw invalid(faults);
  return events;
}

/** The one event of a JSON body. Throws a Problem for what is none. */
export function readSingleEvent(body: unknown, nowMs: number): SentEvent {
  const read = readEvent(body, JSON.stringify(body), { root: 'body', line: 1, nowMs });
  if (Array.isArray(read)) throw invalid(read);
  return read;
}

/** Lets whatever else there is to do have its turn. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function readLine(text: string, line: number, nowMs: number): SentEvent | Fault[] {
  const root = `line ${line}`;
  try {
    return readEvent(JSON.parse(text), text, { root, line, nowMs });
  } catch (error) {
    if (error instanceof SyntaxError) return [{ path: root, message: 'is no JSON' }];
    throw error;
  }
}

function readEvent(
  json: unknown,
  text: string,
  { root, line, nowMs }: { readonly root: string; readonly line: number; readonly nowMs: number },
): SentEvent | Fault[] {
  if (Buffer.byteLength(text) > limits.maxTrackedEventBytes) {
    return [{ path: root, message: `has more than ${limits.maxTrackedEventBytes} bytes` }];
  }
  const parsed = trackedEvent.safeParse(json);
  if (!parsed.success) return faultsOf(parsed.error, root);
  const { id, time } = parsed.data;
  const atMs = time === undefined ? nowMs : momentOf(time);
  if (atMs > nowMs + limits.trackedFutureMs) {
    const minutes = limits.trackedFutureMs / 60_000;
    return [{ path: `${root}.time`, message: `is more than ${minutes} minutes in the future` }];
  }
  // From what was sent, not from what the schema made of it: a field may have any name.
  const fields = isJsonObject(json) ? Object.entries(json) : [];
  const data = Object.fromEntries(fields.filter(([name]) => name !== 'id' && name !== 'time'));
  return { line, id, atMs, data };
}

function momentOf(time: string | number): number {
  return typeof time === 'number' ? Math.round(time * 1_000) : Date.parse(time);
}
