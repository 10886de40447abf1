import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiPage } from '../../../../scripts/api.ts';
import { docsPage } from '../../../../src/apps/server/v1/docs-page.ts';
import { openApiDocument } from '../../../../src/apps/server/v1/openapi.ts';
import { pathParams } from '../../../../src/apps/server/v1/route.ts';
import { ROUTES } from '../../../../src/apps/server/v1/routes.ts';
import { STREAM } from '../../../../src/apps/server/v1/stream.ts';
import { PROBLEMS } from '../../../../src/sdk/schema/problem.ts';
import { openStage } from './stage.ts';

type Json = Record<string, unknown>;

/** Every object within a JSON value, with its path. */
function* objects(value: unknown, path = '#'): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  yield [path, value as Json];
  for (const [key, inner] of Object.entries(value)) yield* objects(inner, `${path}/${key}`);
}

const document = openApiDocument() as Json & { paths: Record<string, Record<string, Json>> };

describe('the OpenAPI document', () => {
  it('is of version 3.1, with every route and nothing else but itself', () => {
    expect(document.openapi).toBe('3.1.0');
    const doors = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const routes = [...ROUTES, STREAM].map(({ method, path }) => `${method} /v1${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(doors.toSorted()).toEqual([...routes, 'get /v1/openapi.json'].sort());
  });

  it('has every reference lead somewhere, and nothing of JSON Schema that is not OpenAPI', () => {
    const { schemas } = document.components as { schemas: Json };
    for (const [path, object] of objects(document)) {
      if (typeof object.$ref === 'string') {
        expect(object.$ref, path).toMatch(/^#\/components\/schemas\/\w+$/);
        expect(schemas, path).toHaveProperty(object.$ref.split('/').at(-1) ?? '');
      }
      expect(
        Object.keys(object).filter((key) => key === '$defs' || key === '$schema'),
        path,
      ).toEqual([]);
    }
  });

  it('has an id of its own for every operation, all of its path’s parameters, and a problem for all that fails', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, operation })),
    );
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations) {
      const named = ((operation.parameters ?? []) as Json[]).filter((each) => each.in === 'path');
      expect(named.map(({ name }) => name)).toEqual(pathParams(path.replace(/\{(\w+)\}/g, ':$1')));
      expect(operation.responses).toBeDefined();
      if (operation.operationId !== 'openapi') expect(operation.responses).toHaveProperty('default');
    }
  });

  it('says in a query what is written there, not what it is read as', () => {
    const { get } = document.paths['/v1/decisions'] as { get: { parameters: { name: string; schema: Json }[] } };
    const of = (wanted: string) => get.parameters.find(({ name }) => name === wanted)?.schema;
    expect(of('livemode')).toEqual({ type: 'string', enum: ['true', 'false'] });
    expect(of('limit')).toMatchObject({ type: 'integer', minimum: 1, maximum: 100, default: 25 });
  });
});

describe('the page of the API', () => {
  it('needs no script, no font and nothing from elsewhere', () => {
    expect(docsPage()).not.toMatch(/<script|<link|src=|@import|url\(|https?:/);
  });

  it('has every route and problem, and every link within it leads somewhere', () => {
    const page = docsPage();
    for (const { id } of ROUTES) expect(page).toContain(`id="${id}"`);
    for (const code of Object.keys(PROBLEMS)) expect(page).toContain(`id="problem-${code}"`);
    for (const [, anchor] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(`id="${anchor}"`);
  });

  it('is served with a policy that would not let anything in, and the document needs no key', async () => {
    const stage = await openStage();
    try {
      const page = await stage.send('GET', '/docs', undefined, { Authorization: '' });
      expect([page.status, page.text]).toEqual([200, docsPage()]);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      const { status, json } = await stage.send('GET', '/v1/openapi.json', undefined, { Authorization: '' });
      expect([status, json.openapi]).toEqual([200, '3.1.0']);
    } finally {
      await stage.close();
    }
  });
});

it('docs/api.md is what the table of routes makes it', () => {
  expect(readFileSync('docs/api.md', 'utf8'), 'run npm run docs').toBe(apiPage());
});
