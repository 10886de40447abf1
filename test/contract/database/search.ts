import { describe, expect, it } from 'vitest';
import {
  type DecisionCursor,
  type DecisionFilter,
  listDecisions,
} from '../../../src/adapters/store/database/decisions.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { writeRecords } from '../../../src/adapters/store/database/write.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { decisionText } from '../../adapters/store/database/fixtures.ts';

const SCOPE = { livemode: false, account: null };

/** Decisions are looked for by what people know of them, within a scope, newest first. */
export function searchContract(database: () => Database): void {
  const write = (...texts: string[]) => writeRecords(database().pool, texts);
  const page = async (filter: Partial<DecisionFilter> = {}, limit = 10, after?: DecisionCursor) => {
    const options = { limit, ...(after && { after }) };
    const { decisions, next } = await listDecisions(database().pool, { scope: SCOPE, ...filter }, options);
    return { ids: decisions.map(({ record }) => record.id), next };
  };
  const found = async (filter: Partial<DecisionFilter>) => (await page(filter)).ids;

  describe('the search for decisions', () => {
    it.each<[string, Partial<DecisionFilter>, Record<string, unknown>]>([
      ['portfolio', { portfolio: 'travel' }, { portfolio: 'travel' }],
      ['outcome', { outcome: 'decline' }, { outcome: 'decline' }],
      ['policy version', { policyVersion: 'v2' }, { policy_version: 'v2' }],
      ['card', { card: 'ic_1' }, { card: 'ic_1' }],
      ['cardholder', { cardholder: 'ich_1' }, { cardholder: 'ich_1' }],
      ['merchant', { merchant: '1234' }, { merchant: '1234' }],
      ['a rule that matched', { rule: 'a"b' }, { considered: [{ id: 'a"b', result: 'matched' }] }],
      ['a part of the merchant name', { text: 'ÉTOILE' }, { merchant_name: 'Café étoile' }],
      ['an authorization as text', { text: 'iauth_found' }, {}],
      ['a card as text', { text: 'ic_1' }, { card: 'ic_1' }],
      ['several at once', { card: 'ic_1', outcome: 'decline' }, { card: 'ic_1', outcome: 'decline' }],
    ])('finds by %s', async (_name, filter, fields) => {
      const matching = { id: 'other', result: 'not_matched' };
      const base = { considered: [matching], merchant_name: 'Corner Shop', card: 'ic_0', cardholder: null };
      await write(
        decisionText('before', { ...base, considered: [{ id: 'a"b', result: 'not_matched' }] }),
        decisionText('found', { ...base, ...fields }),
        decisionText('elsewhere', { ...base, ...fields, livemode: true }),
        decisionText('another', { ...base, considered: null, merchant_name: null }),
      );
      expect(await found(filter)).toEqual(['found']);
    });

    it('takes signs of SQL patterns for what they are', async () => {
      await write(
        decisionText('percent', { merchant_name: '100% Wool' }),
        decisionText('score', { merchant_name: 'snake_case' }),
        decisionText('slash', { merchant_name: 'a\\b' }),
      );
      expect(await found({ text: '%' })).toEqual(['percent']);
      expect(await found({ text: '_' })).toEqual(['score']);
      expect(await found({ text: '\\' })).toEqual(['slash']);
      expect(await found({ text: "' or true --" })).toEqual([]);
    });

    it('finds the newest by a part of a name that many merchants share, page by page', async () => {
      const shops = Array.from({ length: limits.listedNames + 5 }, (_, index) =>
        decisionText(`shop_${index}`, { merchant_name: `Shop ${index}`, received_at: 1_763_000_000_000 + index }),
      );
      await write(...shops, decisionText('cafe', { merchant_name: 'Café', received_at: 1_763_000_009_000 }));
      const first = await page({ text: 'SHOP' }, 2);
      expect(first.ids).toEqual([`shop_${shops.length - 1}`, `shop_${shops.length - 2}`]);
      expect((await page({ text: 'shop' }, 1, first.next ?? undefined)).ids).toEqual([`shop_${shops.length - 3}`]);
      expect(await found({ text: 'shop 20' })).toEqual([
        'shop_204',
        'shop_203',
        'shop_202',
        'shop_201',
        'shop_200',
        'shop_20',
      ]);
    });

    it('takes a span of time with its first moment and without its last', async () => {
      await write(...[1, 2, 3].map((second) => decisionText(`at_${second}`, { received_at: second * 1000 })));
      expect(await found({ fromMs: 2000 })).toEqual(['at_3', 'at_2']);
      expect(await found({ toMs: 2000 })).toEqual(['at_1']);
      expect(await found({ fromMs: 2000, toMs: 3000 })).toEqual(['at_2']);
    });

    it('gives each decision on one page, whatever is decided meanwhile and however many in one millisecond', async () => {
      const times = [5, 4, 4, 4, 4, 4, 3];
      const ids = times.map((_, index) => `dec_${index}`);
      await write(
        ...ids.map((id, index) => decisionText(id, { received_at: 1_763_000_000_000 + (times[index] ?? 0) })),
      );
      const seen: unknown[] = [];
      let after: DecisionCursor | null = null;
      do {
        const { ids: onPage, next }: Awaited<ReturnType<typeof page>> = await page({}, 2, after ?? undefined);
        seen.push(...onPage);
        after = next;
        await write(decisionText(`new_${seen.length}`, { received_at: 1_763_000_000_099 }));
      } while (after);
      expect(seen).toEqual(ids);
    });

    it('says that there is no more after a last page that is full', async () => {
      await write(decisionText('a'), decisionText('b'));
      expect((await page({}, 2)).next).toBeNull();
      expect((await page({}, 1)).next).toEqual({ receivedAtMs: 1_763_000_000_123, id: 'a' });
    });
  });
}
