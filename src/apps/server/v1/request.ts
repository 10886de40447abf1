import { isUtf8 } from 'node:buffer';
import type { Request } from 'express';
import type { z } from 'zod';
import { faultOfNote } from '../../../core/domain/note.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { bound, type Caller } from './caller.ts';
import { Problem } from './problem.ts';
import type { ApiRequest, Door } from './route.ts';

/** What is wrong, and where. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/**
 * The request as its route wants it. Throws a Problem with every fault of query and body and its place; 403 for a world
 * that the key is not bound to.
 */
export function readRequest(
  route: Door,
  caller: Caller,
  request: Request,
): Omit<ApiRequest<unknown, unknown>, 'browser'> {
  const faults: Fault[] = [];
  const query = parse(route.query, request.query, 'query', faults) as Record<string, unknown> | null;
  const lines = route.takesLines ? linesOf(request) : null;
  const body = route.body && lines === null ? parse(route.body, bodyOf(request), 'body', faults) : undefined;
  if (faults.length > 0) throw invalid(faults);
  const asked = { livemode: query?.livemode, account: query?.account } as Partial<Scope>;
  const scope = scopeFor(caller, asked);
  return {
    caller,
    scope,
    sees: ({ livemode, account }) =>
      isWithin(caller.livemode ?? asked.livemode, livemode) && isWithin(caller.account ?? asked.account, account),
    query,
    body,
    lines,
    param: (name) => String(request.params[name] ?? ''),
  };
}

/** What is wrong with a request, as a Problem. */
export function invalid(faults: readonly Fault[]): Problem {
  const [first] = faults;
  const detail = first ? `${first.path}: ${first.message}` : 'something is not as it must be';
  return new Problem('invalid_request', detail, { errors: [...faults] });
}

/** The `note` of a body; null without one. Throws a Problem where it holds personal data: notes stay for years. */
export function soundNote(note: string | undefined): string | null {
  const fault = note === undefined ? null : faultOfNote(note);
  if (fault !== null) throw invalid([{ path: 'body.note', message: fault }]);
  return note ?? null;
}

/** One JSON value a line (github.com/ndjson/ndjson-spec). */
export const NDJSON = 'application/x-ndjson';

/** An NDJSON body as text; null where the body is none. */
function linesOf(request: Request): string | null {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return null;
  const charset = /charset=([^;]+)/i.exec(request.get('content-type') ?? '')?.[1] ?? 'utf-8';
  if (!/^"?utf-?8"?$/i.test(charset.trim()) || !isUtf8(body)) {
    throw new Problem('unsupported_media_type', `send ${NDJSON} in UTF-8`);
  }
  return body.toString('utf8');
}

/** Express leaves the body undefined where none was sent. */
function bodyOf(request: Request): unknown {
  const body: unknown = request.body;
  if (body !== undefined) return body;
  const hasBody = request.get('transfer-encoding') !== undefined || Number(request.get('content-length') ?? 0) > 0;
  if (hasBody) throw new Problem('unsupported_media_type', 'send the body as Content-Type: application/json');
  return {};
}

function parse(schema: z.ZodType, value: unknown, root: string, faults: Fault[]): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  faults.push(...faultsOf(parsed.error, root));
  return null;
}

/** Every fault that a schema found, with its place. */
export function faultsOf({ issues }: z.ZodError, root: string): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    const place = issue.path.reduce<string>(within, root);
    if (issue.code !== 'unrecognized_keys') return [{ path: place, message: issue.message }];
    return issue.keys.map((key) => ({ path: within(place, key), message: 'is not known here' }));
  });
}

function within(path: string, part: PropertyKey): string {
  return typeof part === 'number' ? `${path}[${part}]` : `${path}.${String(part)}`;
}

function scopeFor(caller: Caller, asked: Partial<Scope>): Scope {
  const isOther =
    (asked.livemode !== undefined && !isWithin(caller.livemode, asked.livemode)) ||
    (asked.account !== undefined && !isWithin(caller.account, asked.account));
  if (isOther) throw new Problem('forbidden', `this key is bound to ${bound(caller)}`);
  return {
    livemode: caller.livemode ?? asked.livemode ?? false,
    account: caller.account ?? asked.account ?? null,
  };
}

function isWithin<T>(bound: T | null | undefined, actual: T): boolean {
  return bound === null || bound === undefined || bound === actual;
}
