import { invalid } from './request.ts';

/** A place between two pages, as a text that tells callers nothing and need not mean anything to them. */
export function writeCursor(place: string | number): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The place that a cursor of ours names; undefined without one. Throws a Problem for any other text. */
export function readCursor<Kind extends 'string' | 'number'>(
  cursor: string | undefined,
  kind: Kind,
): (Kind extends 'string' ? string : number) | undefined {
  if (cursor === undefined) return undefined;
  const place = decode(cursor);
  if (typeof place === kind) return place as Kind extends 'string' ? string : number;
  throw invalid([{ path: 'query.cursor', message: 'is no cursor of this list: give the `next` of its page before' }]);
}

/** What a cursor of a list by time names: a moment, and an id at it. Null without one, and for none of that list. */
export function readPlace(cursor: string | undefined): { readonly atMs: number; readonly id: string } | null {
  const found = /^(\d+) (.+)$/.exec(readCursor(cursor, 'string') ?? '');
  return found ? { atMs: Number(found[1]), id: found[2] ?? '' } : null;
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A page from one row more than was asked for, which only tells whether there is another page. */
export function pageFrom<Row, Said>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => string | number,
  say: (row: Row) => Said,
): { data: Said[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? writeCursor(placeOf(last)) : null;
  return { data: shown.map(say), next };
}
