import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listPage } from '../../../src/simulator/api/list.ts';
import { HOLDER, issueCard, openStage, refusalOf, START_SECONDS, type Stage } from './stage.ts';

async function addHolders(stage: Stage, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    ids.unshift((await stage.stripe.issuing.cardholders.create(HOLDER)).id);
    stage.nowMs += 1_000;
  }
  return ids;
}

describe('a list', () => {
  test('is a page of ten, newest first, and says whether there is more', async () => {
    const stage = await openStage();
    const ids = await addHolders(stage, 12);
    const page = await stage.stripe.issuing.cardholders.list();
    expect(page).toMatchObject({ object: 'list', has_more: true, url: '/v1/issuing/cardholders' });
    expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 10));
    expect((await stage.stripe.issuing.cardholders.list({ limit: 12 })).has_more).toBe(false);
    expect((await stage.stripe.issuing.cardholders.list({ limit: 11 })).has_more).toBe(true);
    const all: string[] = [];
    for await (const { id } of stage.stripe.issuing.cardholders.list({ limit: 5 })) all.push(id);
    expect(all).toEqual(ids);
  });

  test('goes on after an object and before one', async () => {
    const stage = await openStage();
    const ids = await addHolders(stage, 6);
    const { cardholders } = stage.stripe.issuing;
    const after = await cardholders.list({ starting_after: ids[1] ?? '', limit: 2 });
    expect([after.data.map(({ id }) => id), after.has_more]).toEqual([ids.slice(2, 4), true]);
    const before = await cardholders.list({ ending_before: ids[4] ?? '', limit: 3 });
    expect([before.data.map(({ id }) => id), before.has_more]).toEqual([ids.slice(1, 4), true]);
    const last = await cardholders.list({ starting_after: ids[5] ?? '' });
    expect([last.data, last.has_more]).toEqual([[], false]);
  });

  test('keeps to the time that is asked for', async () => {
    const stage = await openStage();
    const ids = await addHolders(stage, 4);
    const idsOf = async (created: object | number) =>
      (await stage.stripe.issuing.cardholders.list({ created })).data.map(({ id }) => id);
    expect(await idsOf({ gte: START_SECONDS + 1, lt: START_SECONDS + 3 })).toEqual(ids.slice(1, 3));
    expect(await idsOf({ gt: START_SECONDS + 1, lte: START_SECONDS + 2 })).toEqual(ids.slice(1, 2));
    expect(await idsOf(START_SECONDS)).toEqual(ids.slice(3));
  });

  test.each([
    ['limit=0', 'limit', 'parameter_invalid_integer'],
    ['limit=101', 'limit', 'parameter_invalid_integer'],
    ['limit=ten', 'limit', 'parameter_invalid_integer'],
    ['starting_after=ich_none', 'starting_after', 'resource_missing'],
    ['created[since]=1', 'created', 'parameter_unknown'],
    ['created[gt]=yesterday', 'created', 'parameter_invalid_integer'],
    ['colour=red', 'colour', 'parameter_unknown'],
    ['status=dead', 'status', undefined],
  ])('is refused with %s', async (query, param, code) => {
    const { send } = await openStage();
    const { status, body } = await send('GET', `/v1/issuing/cardholders?${query}`);
    expect([status, body.error?.param, body.error?.code]).toEqual([400, param, code]);
  });

  test('of cards is filtered by holder, state and kind, and expanded', async () => {
    const stage = await openStage();
    const active = await issueCard(stage);
    const inactive = await issueCard(stage, { status: 'inactive' });
    const { cards } = stage.stripe.issuing;
    const idsOf = async (filter: object) => (await cards.list(filter)).data.map(({ id }) => id);
    expect(await idsOf({ status: 'active' })).toEqual([active.id]);
    expect(await idsOf({ cardholder: inactive.cardholder.id })).toEqual([inactive.id]);
    expect(await idsOf({ type: 'physical' })).toEqual([]);
    expect(await idsOf({ last4: active.last4, exp_year: active.exp_year, exp_month: active.exp_month })).toContain(
      active.id,
    );
    expect(await idsOf({ expand: ['data.cardholder', 'data.replaced_by'] })).toEqual([inactive.id, active.id]);
    expect(await refusalOf(cards.list({ expand: ['data.colour'] }))).toMatchObject({ param: 'expand' });
  });

  test('of authorizations and transactions is filtered by card, holder, state and kind', async () => {
    const stage = await openStage();
    const [one, other] = [await issueCard(stage), await issueCard(stage)];
    const { authorizations } = stage.stripe.testHelpers.issuing;
    const open = await authorizations.create({ card: one.id, amount: 100 });
    const closed = await authorizations.create({ card: other.id, amount: 100 });
    await authorizations.capture(closed.id);
    const { issuing } = stage.stripe;
    const idsOf = async (filter: object) => (await issuing.authorizations.list(filter)).data.map(({ id }) => id);
    expect(await idsOf({ card: one.id })).toEqual([open.id]);
    expect(await idsOf({ cardholder: other.cardholder.id })).toEqual([closed.id]);
    expect(await idsOf({ status: 'closed' })).toEqual([closed.id]);
    expect((await issuing.transactions.list({ card: other.id, type: 'capture' })).data).toMatchObject([
      { amount: -100 },
    ]);
    expect((await issuing.transactions.list({ card: one.id })).data).toEqual([]);
    expect((await issuing.transactions.list({ type: 'refund' })).data).toEqual([]);
  });
});

test('pages put together are the whole list, forwards and backwards', () => {
  const things = fc
    .nat({ max: 40 })
    .map((count) => Array.from({ length: count }, (_, i) => ({ id: `t${i}`, created: i })));
  type Page = { data: { id: string }[]; has_more: boolean };
  fc.assert(
    fc.property(things, fc.integer({ min: 1, max: 12 }), fc.boolean(), (all, limit, isBackwards) => {
      const seen: string[] = [];
      let cursor = {};
      // More rounds than there can be pages: a list that never ends fails.
      for (let round = 0; round <= all.length; round += 1) {
        const { data, has_more } = listPage('/v1/things', all, { limit, ...cursor }) as Page;
        const ids = data.map(({ id }) => id);
        if (isBackwards && round === 0) {
          cursor = { ending_before: 't0' };
          if (all.length === 0) return;
          continue;
        }
        if (isBackwards) seen.unshift(...ids);
        else seen.push(...ids);
        if (!has_more) break;
        cursor = isBackwards ? { ending_before: ids[0] } : { starting_after: ids.at(-1) };
      }
      const newestFirst = all.map(({ id }) => id).reverse();
      expect(seen).toEqual(isBackwards ? newestFirst.slice(0, -1) : newestFirst);
    }),
  );
});
