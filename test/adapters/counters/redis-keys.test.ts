import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byPlace, idPlace } from '../../../src/adapters/counters/redis/id-places.ts';
import { createKept } from '../../../src/adapters/counters/redis/kept.ts';
import { createKeySpace } from '../../../src/adapters/counters/redis/keys.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { testHash } from '../../support/redis.ts';

const LIVE = { livemode: true, account: null };
const scope = fc.record({ livemode: fc.boolean(), account: fc.constantFrom(null, 'acct_1', 'acct_2') });
const hashTag = (name: string) => /\{(.*?)\}/.exec(name)?.[1];

describe('names in Redis', () => {
  const single = createKeySpace('cs', testHash, false);
  const cluster = createKeySpace('cs', testHash, true);

  test('differ where timeline, scope or key do', () => {
    const timelineAndKey = fc.tuple(fc.constantFrom('a', 'b'), scope, fc.constantFrom('a', 'b', 'a|b', ''));
    fc.assert(
      fc.property(timelineAndKey, timelineAndKey, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        for (const space of [single, cluster]) {
          expect(space.timeline(...one).raw === space.timeline(...other).raw).toBe(isSame);
        }
      }),
    );
  });

  test('of one key, and the epoch that vouches for it, lie in one slot of a cluster', () => {
    for (let index = 0; index < 100; index++) {
      const names = cluster.timeline('timeline', LIVE, `card_${index}`);
      const { shard } = names;
      const all = [names.raw, names.tiles, names.ids('1:a'), cluster.epoch(shard), cluster.beat(shard, 'me')];
      expect(new Set(all.map(hashTag)).size).toBe(1);
    }
  });

  test('are spread over all shards of a cluster, and lie in the only one of a server', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => cluster.timeline('timeline', LIVE, `card_${index}`));
    const counts = Map.groupBy(names, ({ shard }) => shard);
    expect(counts.size).toBe(limits.countersShards);
    const fair = names.length / limits.countersShards;
    for (const [, { length }] of counts) expect(length).toBeGreaterThan(fair / 2);
    for (const [, { length }] of counts) expect(length).toBeLessThan(fair * 2);
    expect(single.shards).toEqual([0]);
    expect(single.timeline('timeline', LIVE, 'card_1').shard).toBe(0);
  });

  test('of a timeline match its pattern, and no others do', () => {
    const pattern = new RegExp(`^${single.allOf('mine').replace(/[{}]/g, '\\$&').replaceAll('*', '.*')}$`);
    const { raw, tiles, ids } = single.timeline('mine', LIVE, 'card_1');
    for (const name of [raw, tiles, ids('1:a')]) expect(name).toMatch(pattern);
    for (const name of [single.timeline('other', LIVE, 'card_1').raw, single.epoch(0), single.coverage]) {
      expect(name).not.toMatch(pattern);
    }
  });
});

describe('ids of folded entries', () => {
  test('are found where they were put', () => {
    const ids = ['AAAAAAAAAp', 'AAAAAAAABa', 'BAAAAAAAAd'];
    const places = byPlace(new Map([[7, ids.join('')]]));
    for (const id of ids) expect(places.get(idPlace(7, id.slice(0, 9)))).toContain(id);
    expect([...places.values()].join('')).toHaveLength(30);
  });
});

describe('values that are kept ready', () => {
  test('are the ones that came up lately, and not many more than that', () => {
    const kept = createKept<number>(10);
    kept.set('often', 0);
    for (let index = 1; index <= 100; index++) {
      kept.set(`${index}`, index);
      expect(kept.get('often')).toBe(0);
    }
    const standing = Array.from({ length: 100 }, (_, index) => kept.get(`${index + 1}`)).filter(
      (one) => one !== undefined,
    );
    expect(standing.length).toBeLessThanOrEqual(10);
    expect(kept.get('100')).toBe(100);
    expect(kept.get('1')).toBeUndefined();
  });
});
