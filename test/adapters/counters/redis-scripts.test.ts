import { describe, expect, onTestFinished, test } from 'vitest';
import { FOLD, MOVE } from '../../../src/adapters/counters/redis/fold-scripts.ts';
import { createScript } from '../../../src/adapters/counters/redis/script.ts';
import { openCorner, whyNoRedis } from '../../support/redis.ts';

const noRedis = await whyNoRedis();
const RAW = '#version10007\n["AAAAAAAAAp",1],\n["AAAAAAAABp",2],\n!AAAAAAAACa\n["AAAAAAAACa",3],\n';
const TTL_MS = 60_000;

/** One key that was folded before, with two lines that may be folded, and one id that is. */
async function stage() {
  const corner = await openCorner();
  onTestFinished(() => corner.clean());
  const { client } = corner.connection;
  const [raw, tiles, ids] = ['raw', 'tiles', 'ids'].map((name) => `${corner.prefix}:{0}:${name}`) as [
    string,
    string,
    string,
  ];
  await client.mset(raw, RAW, tiles, 'old tiles', ids, 'ZZZZZZZZZp');
  return {
    names: [raw, tiles, ids],
    fold: createScript(corner.connection, FOLD),
    move: createScript(corner.connection, MOVE),
    stands: () => client.mget(raw, tiles, ids),
  };
}

describe.skipIf(noRedis !== null)(`folding in Redis ${noRedis ?? ''}`, () => {
  const untouched = [RAW, 'old tiles', 'ZZZZZZZZZp'];

  test('takes the lines out, wherever they are, and puts tiles and ids in their place', async () => {
    const { names, fold, stands } = await stage();
    expect(await fold(names, ['version1', 'version2', 'tiles', TTL_MS, 'AAAAAAAACaAAAAAAAAAp'])).toBe(1);
    const ids = 'ZZZZZZZZZpAAAAAAAACaAAAAAAAAAp';
    expect(await stands()).toEqual(['#version20000\n["AAAAAAAABp",2],\n', 'tiles', ids]);
  });

  test.each([
    ['other tiles than those that were folded into', 'version0', 'AAAAAAAAAp'],
    ['another outcome than the one that was folded', 'version1', 'AAAAAAAAApAAAAAAAABa'],
    ['a line that somebody else folded', 'version1', 'AAAAAAAAApZZZZZZZZZp'],
  ])('does nothing where there are %s', async (_, version, ids) => {
    const { names, fold, stands } = await stage();
    expect(await fold(names, [version, 'version2', 'tiles', TTL_MS, ids])).toBe(0);
    expect(await stands()).toEqual(untouched);
  });

  test('moves a folded entry to another outcome', async () => {
    const { names, move, stands } = await stage();
    const moved = ['version2', 'tiles', TTL_MS, 'ZZZZZZZZZ', 'p', 'A'];
    expect(await move(names, ['version1', ...moved])).toBe(1);
    expect(await stands()).toEqual([RAW.replace('version1', 'version2'), 'tiles', 'ZZZZZZZZZA']);
    // Whoever read it before comes too late.
    expect(await move(names, ['version1', ...moved])).toBe(0);
  });

  test.each([
    ['other tiles', ['version0', 'version2', 'tiles', TTL_MS, 'ZZZZZZZZZ', 'p', 'a']],
    ['another outcome before', ['version1', 'version2', 'tiles', TTL_MS, 'ZZZZZZZZZ', 'a', 'd']],
    ['no such id', ['version1', 'version2', 'tiles', TTL_MS, 'YYYYYYYYY', 'p', 'a']],
  ])('moves nothing where there are %s', async (_, args) => {
    const { names, move, stands } = await stage();
    expect(await move(names, args)).toBe(0);
    expect(await stands()).toEqual(untouched);
  });
});
