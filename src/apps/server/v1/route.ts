import { z } from 'zod';
import { limits } from '../../../core/domain/limits.ts';
import type { Scope } from '../../../core/domain/scope.ts';
import { type KeyScope, scopeQuery } from '../../../sdk/schema/key-scopes.ts';
import type { Browser } from './browser.ts';
import type { Caller } from './caller.ts';
import type { ApiPorts } from './ports.ts';

/** A request that was authenticated and is as the route wants it. */
export interface ApiRequest<Query, Body> {
  readonly caller: Caller;
  /** In whose world it reads and writes. */
  readonly scope: Scope;
  /** Whether what belongs to this world may be shown to the caller, who asked for it by its id. */
  sees(scope: Scope): boolean;
  readonly query: Query;
  readonly body: Body;
  /** The body, unread, where it came as NDJSON: there is no other `body` then. Null where it didn't. */
  readonly lines: string | null;
  readonly browser: Browser;
  /** A part of the path, decoded. */
  param(name: string): string;
}

/**
 * What a route is about: `scope` is one mode and account, `shared` is what all of them have in common, and `all` shows
 * or changes things of all of them, which a key that is bound to one of them must not.
 */
export type Reach = 'scope' | 'shared' | 'all';

/** What there is a limit a minute for. */
export type RateKind = 'calls' | 'events';

interface Definition<Query extends z.ZodObject, Body extends z.ZodType, Answer extends z.ZodType> {
  /** Where the SDK has it: `policy.apply` is `client.policy.apply()`. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Under /v1, as Express writes it: `/policy/versions/:version`. */
  readonly path: string;
  /** What the caller must be allowed to; `any`: be known, whatever that allows; null: nobody need be known. */
  readonly wants: KeyScope | 'any' | null;
  readonly reach: Reach;
  /** One line: what it does. */
  readonly summary: string;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer: Answer;
  readonly status?: 200 | 201 | 202;
  /** Whether it changes anything: then it takes an Idempotency-Key. */
  readonly isAct?: boolean;
  /** Whether it reads a whole policy, which is heavy. */
  readonly takesPolicy?: boolean;
  /** Whether it reads months of what was recorded, which keeps the database busy. */
  readonly takesMonths?: boolean;
  /** Whether it takes many bodies at a time, too, one a line (NDJSON), which it reads itself. */
  readonly takesLines?: boolean;
  /** How large its body may be; `limits.maxBodyBytes` without it. */
  readonly maxBytes?: number;
  /** By which of the limits a minute its calls are counted; `calls` without it. */
  readonly rate?: RateKind;
  handle(ports: ApiPorts, request: ApiRequest<z.output<Query>, z.output<Body>>): Promise<z.input<Answer>>;
  /** What may be kept of an answer, for a repeated request; all of it without this. */
  redact?(answer: z.input<Answer>): z.input<Answer>;
}

/** A door of the API, as it is told of. */
export interface Door extends Pick<Definition<z.ZodObject, z.ZodType, z.ZodType>, 'id' | 'method' | 'path' | 'wants'> {
  readonly reach: Reach;
  readonly summary: string;
  /** All that may stand in the query. */
  readonly query: z.ZodObject;
  /** Null: it takes none. */
  readonly body: z.ZodType | null;
  readonly answer: z.ZodType;
  /** What an answer is sent as. */
  readonly answerType: string;
  readonly status: number;
  readonly isAct: boolean;
  readonly takesPolicy: boolean;
  readonly takesMonths: boolean;
  readonly takesLines: boolean;
  readonly maxBytes: number;
  readonly rate: RateKind;
}

/** A door that takes a request and gives an answer, both JSON. */
export interface Route extends Door {
  handle(ports: ApiPorts, request: ApiRequest<unknown, unknown>): Promise<unknown>;
  redact(answer: unknown): unknown;
}

const NOTHING = z.strictObject({});

/** A route from its definition, whose handler gets what its schemas promise. */
export function route<
  Answer extends z.ZodType,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodNever,
>(definition: Definition<Query, Body, Answer>): Route {
  const { id, method, path, wants, reach, summary, body, answer, status = 200, handle } = definition;
  const query: z.ZodObject = definition.query ?? NOTHING;
  const redact = definition.redact ?? ((whole: z.input<Answer>) => whole);
  return {
    ...{ id, method, path, wants, reach, summary, answer, status },
    query: reach === 'scope' ? query.extend(scopeQuery.shape) : query,
    body: body ?? null,
    isAct: definition.isAct ?? method !== 'get',
    takesPolicy: definition.takesPolicy ?? false,
    takesMonths: definition.takesMonths ?? false,
    takesLines: definition.takesLines ?? false,
    maxBytes: definition.maxBytes ?? limits.maxBodyBytes,
    rate: definition.rate ?? 'calls',
    answerType: 'application/json',
    // What comes in was validated by these very schemas.
    handle: handle as Route['handle'],
    redact: redact as Route['redact'],
  };
}

/** The names of a path's parts: `version` of `/policy/versions/:version`. */
export function pathParams(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
}
