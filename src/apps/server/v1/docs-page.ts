import { PROBLEMS } from '../../../sdk/schema/problem.ts';
import { openApiDocument } from './openapi.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-scope'?: string;
  readonly parameters?: readonly { name: string; in: string; description?: string; schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

interface Document {
  readonly info: { readonly title: string; readonly description: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#ddd, #3a3a3a); --soft: light-dark(#666, #a0a0a0);
  --tint: light-dark(#f6f6f4, #222); --link: light-dark(#0a58a8, #7db7f0); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); }
h3 { margin: 2rem 0 .3rem; overflow-wrap: anywhere; }
code { font: 14px/1.5 ui-monospace, monospace; }
h3 code { font-size: 16px; } .method { display: inline-block; min-width: 4.5rem; }
p { margin: .3rem 0; } .soft { color: var(--soft); } a { color: var(--link); }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
td { border-top: 1px solid var(--line); padding: .3rem .8rem .3rem 0; vertical-align: top; overflow-wrap: anywhere; }
td:first-child { width: 12rem; } nav { background: var(--tint); padding: .8rem 1rem; }
nav a { margin-right: 1rem; white-space: nowrap; }
`;

let made: string | null = null;

/** The OpenAPI document as a page for people: no scripts, nothing from elsewhere, light and dark. */
export function docsPage(): string {
  made ??= makePage(openApiDocument() as unknown as Document);
  return made;
}

function makePage({ info, paths, components }: Document): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '');
  const nav = [...groups.keys(), 'objects', 'problems'].map((tag) => `<a href="#${tag}">${safe(tag)}</a>`);
  const sections = [...groups].map(([tag, members]) => {
    const doors = members.map(({ path, method, operation }) => operationHtml(path, method, operation));
    return `<h2 id="${tag}">${safe(tag)}</h2>${doors.join('')}`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${safe(info.title)} API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head><body>
<h1>${safe(info.title)} API</h1><p>${prose(info.description)}</p>
<p>Send a key as <code>Authorization: Bearer csk_…</code>. The same as data:
<a href="/v1/openapi.json">OpenAPI 3.1</a>.</p>
<nav>${nav.join(' ')}</nav>${sections.join('')}
<h2 id="objects">objects</h2>${Object.entries(components.schemas).map(objectHtml).join('')}
<h2 id="problems">problems</h2>${table(Object.entries(PROBLEMS).map(problemRow))}
</body></html>`;
}

function operationHtml(path: string, method: string, operation: Operation): string {
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const scope = operation['x-scope'] ? `wants the scope <code>${safe(operation['x-scope'])}</code>` : 'wants no key';
  const rows = parameters.map(({ name, in: place, description = '', schema }) => {
    return [`<code>${safe(name)}</code>`, `${schemaHtml(schema)} in the ${place}. ${prose(description)}`];
  });
  const bodies = Object.values(requestBody?.content ?? {});
  for (const { schema } of bodies) rows.push(['body', schemaHtml(schema)]);
  for (const [status, { content }] of Object.entries(responses)) {
    if (status === 'default') continue;
    for (const { schema } of Object.values(content)) rows.push([`<code>${status}</code>`, schemaHtml(schema)]);
  }
  return `<h3 id="${operationId}"><code><span class="method">${method.toUpperCase()}</span>${safe(path)}</code></h3>
<p>${safe(summary)} <span class="soft">${scope}</span></p>${table(rows)}`;
}

function objectHtml([name, schema]: readonly [string, Schema]): string {
  const about = schema.description ? `<p>${prose(schema.description)}</p>` : '';
  return `<h3 id="object-${name}">${safe(name)}</h3>${about}${table(propertyRows(schema))}`;
}

function propertyRows({ properties = {}, required = [] }: Schema): string[][] {
  return Object.entries(properties).map(([name, property]) => {
    const optional = required.includes(name) ? '' : ' <span class="soft">optional</span>';
    return [`<code>${safe(name)}</code>${optional}`, `${schemaHtml(property)} ${prose(property.description ?? '')}`];
  });
}

function problemRow([code, meaning]: readonly [string, string]): string[] {
  return [`<code id="problem-${code}">${code}</code>`, safe(meaning)];
}

/** What a value may be, in a few words. */
function schemaHtml(schema: Schema): string {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return `<a href="#object-${name}">${safe(name)}</a>`;
  }
  if (schema.anyOf) return schema.anyOf.map(schemaHtml).join(' or ');
  if (schema.const !== undefined) return `<code>${safe(String(schema.const))}</code>`;
  if (schema.enum) return schema.enum.map((each) => `<code>${safe(String(each))}</code>`).join(' ');
  if (schema.items) return `list of ${schemaHtml(schema.items)}`;
  if (schema.properties) return table(propertyRows(schema));
  return safe([schema.type ?? 'anything'].flat().join(' or '));
}

function table(rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`);
  return `<table>${lines.join('')}</table>`;
}

/** A description: what stands between backticks is code. */
function prose(text: string): string {
  return safe(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function safe(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
