import { z } from 'zod';
import { problem } from '../../../sdk/schema/problem.ts';
import { SESSION_COOKIE } from './credential.ts';
import { NDJSON } from './request.ts';
import { type Door, pathParams } from './route.ts';
import { ROUTES } from './routes.ts';
import { STREAM } from './stream.ts';

type Json = Record<string, unknown>;

const INFO = {
  title: 'Countersign',
  version: '1',
  description:
    'The policy, its lists and versions, decisions, keys, and events of back ends. Authorizations are answered ' +
    'elsewhere: by the webhook. ' +
    'Everything is JSON; what is wrong comes as application/problem+json; lists come in pages with `next`.',
};

let made: Json | null = null;

/** The API as an OpenAPI 3.1 document, made of the table of routes; the same object every time. */
export function openApiDocument(): Json {
  made ??= makeDocument();
  return made;
}

function makeDocument(): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of [...ROUTES, STREAM]) {
    const path = `/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method]: operation(route, schemas) };
  }
  paths['/v1/openapi.json'] = { get: OWN };
  const securitySchemes = {
    key: { type: 'http', scheme: 'bearer', description: 'A key: csk_…' },
    session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'Somebody who is signed in.' },
  };
  return {
    openapi: '3.1.0',
    info: INFO,
    security: [{ key: [] }, { session: [] }],
    paths,
    components: { schemas, securitySchemes },
  };
}

const OWN = {
  operationId: 'openapi',
  summary: 'This document.',
  tags: ['openapi'],
  security: [],
  responses: { 200: { description: 'Done.', content: { 'application/json': { schema: { type: 'object' } } } } },
};

function operation(route: Door, schemas: Json): Json {
  const answer = { schema: jsonSchema(route.answer, 'output', schemas) };
  const fault = { schema: jsonSchema(problem, 'output', schemas) };
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.id.split('.')[0]],
    ...wanted(route),
    parameters: [...pathParams(route.path).map(pathParameter), ...queryParameters(route, schemas), ...names(route)],
    ...(route.body && {
      requestBody: {
        required: !route.body.safeParse({}).success,
        content: {
          'application/json': { schema: jsonSchema(route.body, 'input', schemas) },
          ...(route.takesLines && { [NDJSON]: { schema: { type: 'string', description: 'One such object a line.' } } }),
        },
      },
    }),
    responses: {
      [route.status]: { description: 'Done.', content: { [route.answerType]: answer } },
      default: { description: 'A problem.', content: { 'application/problem+json': fault } },
    },
  };
}

function wanted({ wants }: Door): Json {
  if (wants === null) return { description: 'Wants no key.', security: [] };
  if (wants === 'any') return { description: 'Wants a key with any scope.' };
  return { description: `Wants a key with the scope \`${wants}\`.`, 'x-scope': wants };
}

function pathParameter(name: string): Json {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function queryParameters({ query }: Door, schemas: Json): Json[] {
  return Object.entries(query.shape).map(([name, schema]) => {
    const { description, ...rest } = jsonSchema(schema as z.ZodType, 'input', schemas);
    return { name, in: 'query', required: false, ...(description ? { description } : {}), schema: rest };
  });
}

function names({ isAct }: Door): Json[] {
  if (!isAct) return [];
  const description = 'Any text of your own: the same request with the same one is done once, for a day.';
  return [{ name: 'Idempotency-Key', in: 'header', required: false, description, schema: { type: 'string' } }];
}

/** A schema as JSON Schema 2020-12, what has a name of its own put among the components. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  const { $schema: _, $defs = {}, id: own, ...rest } = relocate(json) as Json;
  for (const [name, definition] of Object.entries($defs as Json)) {
    const { id: __, ...plain } = definition as Json;
    schemas[name] = plain;
  }
  if (typeof own !== 'string') return rest;
  schemas[own] = rest;
  return { $ref: `#/components/schemas/${own}` };
}

/** References to definitions beside the schema lead to the components instead. */
function relocate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relocate);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' ? String(inner).replace('#/$defs/', '#/components/schemas/') : relocate(inner),
    ]),
  );
}
