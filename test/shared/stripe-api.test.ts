import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROUTES } from '../../src/simulator/api/routes/all.ts';
import { HOLDER, issueCard, openStage, type Stage } from '../simulator/api/stage.ts';

// The simulated Stripe's API against a description that Stripe published (Issuing's paths of its OpenAPI file of
// 2023-09-12). It is no part of this project: COUNTERSIGN_SHARED says where it is, and without it these are skipped.
const shared = process.env.COUNTERSIGN_SHARED;
const file = join(shared ?? '', 'openapi', 'stripe-issuing-2023-09-12.json');
const whyNot = shared === undefined ? 'COUNTERSIGN_SHARED is not set' : existsSync(file) ? null : `there is no ${file}`;

/** Left out by design. */
const NOT_SERVED = [
  'post /v1/issuing/authorizations/{authorization}/approve',
  'post /v1/issuing/authorizations/{authorization}/decline',
  'post /v1/issuing/disputes/{dispute}',
  'post /v1/issuing/transactions/{transaction}',
  'post /v1/test_helpers/issuing/cards/{card}/shipping/deliver',
  'post /v1/test_helpers/issuing/cards/{card}/shipping/fail',
  'post /v1/test_helpers/issuing/cards/{card}/shipping/return',
  'post /v1/test_helpers/issuing/cards/{card}/shipping/ship',
  'post /v1/test_helpers/issuing/transactions/create_unlinked_refund',
];

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: Schema }>> }>>;
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

function operations({ paths }: Description) {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, method, path, operation })),
  );
}

/** Where the value lacks what the schema requires, or is of another type. */
function faultsOf(value: unknown, schema: Schema, { components }: Description, at: string): string[] {
  const known = schema.$ref ? components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema;
  if (!known) return [];
  if (value === null) return known.nullable || schema.nullable || known.type === undefined ? [] : [`${at} is null`];
  if (known.anyOf) {
    const tries = known.anyOf.map((each) => faultsOf(value, each, { components, paths: {} }, at));
    return tries.find((faults) => faults.length === 0) ?? tries[0] ?? [];
  }
  const type = Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
  if (known.type && known.type !== type && !(known.type === 'number' && type === 'integer')) {
    return [`${at} is ${type}, not ${known.type}`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((each, index) =>
      faultsOf(each, known.items ?? {}, { components, paths: {} }, `${at}[${index}]`),
    );
  }
  if (typeof value !== 'object') return [];
  const object = value as Record<string, unknown>;
  return [
    ...(known.required ?? []).filter((key) => object[key] === undefined).map((key) => `${at}.${key} is missing`),
    ...Object.entries(known.properties ?? {}).flatMap(([key, inside]) =>
      object[key] === undefined ? [] : faultsOf(object[key], inside, { components, paths: {} }, `${at}.${key}`),
    ),
  ];
}

/** Every parameter in the form's spelling, down to the leaves. */
function leaves(schema: Schema, name: string): string[] {
  const variants = [schema, ...(schema.anyOf ?? [])];
  const properties = variants.flatMap(({ properties }) => Object.entries(properties ?? {}));
  const items = variants.flatMap(({ items }) => (items ? [items] : []));
  if (items.length > 0) return items.flatMap((item) => leaves(item, `${name}[0]`));
  return properties.length === 0 ? [name] : properties.flatMap(([key, inside]) => leaves(inside, `${name}[${key}]`));
}

/** One of each object, so that every list and every object can be looked at. */
async function populate(stage: Stage) {
  const { stripe } = stage;
  const card = await issueCard(stage, {
    type: 'physical',
    shipping: { name: 'Test Holder', address: HOLDER.billing.address },
    spending_controls: { spending_limits: [{ amount: 100_000, interval: 'daily' }] },
  });
  const { authorizations } = stripe.testHelpers.issuing;
  const pending = await authorizations.create({ card: card.id, amount: 100, amount_details: { cashback_amount: 50 } });
  const closed = await authorizations.create({ card: card.id, amount: 100 });
  const { transactions } = await authorizations.capture(closed.id);
  const transaction = transactions[0]?.id ?? '';
  const evidence = { reason: 'fraudulent' } as const;
  const dispute = await stripe.issuing.disputes.create({ transaction, evidence });
  return {
    authorization: pending.id,
    card: card.id,
    cardholder: card.cardholder.id,
    transaction,
    dispute: dispute.id,
  };
}

describe.skipIf(whyNot !== null)(whyNot ? `Stripe's description: skipped, ${whyNot}` : "Stripe's description", () => {
  const description = (): Description => JSON.parse(readFileSync(file, 'utf8'));

  test('names no call that is not served, but those left out by design', () => {
    const ours = ROUTES.map(({ method, path }) => `${method.toLowerCase()} ${path.replace(':id', '{}')}`);
    const missing = operations(description())
      .map(({ name }) => name)
      .filter((name) => !ours.includes(name.replace(/\{\w+\}/, '{}')));
    expect(missing.sort()).toEqual([...NOT_SERVED].sort());
  });

  test('requires nothing of the objects that ours lack', async () => {
    const stage = await openStage();
    const ids = await populate(stage);
    const described = description();
    const faults: string[] = [];
    let seen = 0;
    for (const { name, method, path, operation } of operations(described)) {
      const schema = operation.responses['200']?.content?.['application/json']?.schema;
      const isDone = method === 'post' && !/^\/v1\/issuing\/(cards|cardholders|authorizations)\/\{\w+\}$/.test(path);
      if (!schema || isDone || NOT_SERVED.includes(name)) continue;
      const filled = path.replace(/\{(\w+)\}/, (_whole, kind: keyof typeof ids) => ids[kind]);
      const { status, body } = await stage.send(method.toUpperCase(), filled, method === 'post' ? '' : undefined);
      expect([name, status]).toEqual([name, 200]);
      faults.push(...faultsOf(body, schema, described, name));
      seen += 1;
    }
    expect(seen).toBe(13);
    expect(faults).toEqual([]);
  });

  test('names no parameter that ours do not know', async () => {
    const stage = await openStage();
    const ids = await populate(stage);
    const unknown: Record<string, string[]> = {};
    for (const { name, method, path, operation } of operations(description())) {
      if (NOT_SERVED.includes(name)) continue;
      const filled = path.replace(/\{(\w+)\}/, (_whole, kind: keyof typeof ids) => ids[kind]);
      const query = (operation.parameters ?? []).filter(({ in: where }) => where === 'query');
      const body = operation.requestBody?.content?.['application/x-www-form-urlencoded']?.schema?.properties ?? {};
      const parameters = [
        ...query.map(({ name: key, schema = {} }) => [key, schema] as const),
        ...Object.entries(body),
      ];
      for (const parameter of parameters.flatMap(([key, schema]) => leaves(schema, key))) {
        // Beside one that nobody knows, so that nothing is done.
        const form = `${parameter}=x&nobody_knows=1`;
        const sent = await stage.send(
          method.toUpperCase(),
          method === 'get' ? `${filled}?${form}` : filled,
          method === 'get' ? undefined : form,
        );
        expect([name, sent.body.error?.code]).toEqual([name, 'parameter_unknown']);
        if (sent.body.error?.param !== 'nobody_knows') unknown[name] = [...(unknown[name] ?? []), parameter];
      }
    }
    expect(unknown).toEqual({});
  });
});
