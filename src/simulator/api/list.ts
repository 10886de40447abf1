import { z } from 'zod';
import { missingObject } from './error.ts';
import { integer, refuse, text } from './parameters.ts';

/** What every list takes. */
export const pagination = {
  limit: integer(1, 100).optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
  created: z.unknown().transform(readRange).optional(),
};

interface Page {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly created?: TimeTest | undefined;
}

/** Whether a time, in Unix seconds, is meant. */
type TimeTest = (created: number) => boolean;

interface Listed {
  readonly id: string;
  readonly created: number;
}

/**
 * One page of Stripe's list object, newest first, of what passes the filter; objects come oldest first. A cursor that
 * names no object of them is an ApiError.
 */
export function listPage<T extends Listed>(
  url: string,
  objects: Iterable<T>,
  page: Page,
  passes: (object: T) => boolean = () => true,
): object {
  const { limit = 10, starting_after: after, ending_before: before, created = () => true } = page;
  const all = [...objects].reverse();
  const cursor = after ?? before;
  const at = cursor === undefined ? -1 : all.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && at === -1) {
    throw missingObject('object', cursor, after === undefined ? 'ending_before' : 'starting_after');
  }
  const meant = (after !== undefined ? all.slice(at + 1) : before !== undefined ? all.slice(0, at) : all).filter(
    (object) => created(object.created) && passes(object),
  );
  // Backwards from a cursor, the page is the one that is next to it.
  const isBackwards = after === undefined && before !== undefined;
  const data = isBackwards ? meant.slice(-limit) : meant.slice(0, limit);
  return { object: 'list', data, has_more: meant.length > limit, url };
}

const BOUNDS: Readonly<Record<string, (created: number, bound: number) => boolean>> = {
  gt: (created, bound) => created > bound,
  gte: (created, bound) => created >= bound,
  lt: (created, bound) => created < bound,
  lte: (created, bound) => created <= bound,
};

/** Either one second, or `created[gte]` and the like. */
function readRange(raw: unknown, context: z.RefinementCtx): TimeTest {
  if (typeof raw === 'string') {
    const second = readSecond(raw, context);
    return (created) => created === second;
  }
  const tests = Object.entries(raw ?? {}).map(([name, value]): TimeTest => {
    const holds = BOUNDS[name];
    if (!holds) return refuse(context, 'parameter_unknown', `Received unknown parameter: created[${name}]`);
    const second = readSecond(value, context);
    return (created) => holds(created, second);
  });
  return (created) => tests.every((test) => test(created));
}

function readSecond(raw: unknown, context: z.RefinementCtx): number {
  if (typeof raw === 'string' && /^\d{1,12}$/.test(raw)) return Number(raw);
  return refuse(context, 'parameter_invalid_integer', `Invalid integer: ${String(raw)}`);
}
