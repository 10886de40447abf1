import { describe, expect, onTestFinished, test } from 'vitest';
import { readRedisUrl } from '../../../src/adapters/counters/redis/address.ts';
import { connectRedis } from '../../../src/adapters/counters/redis-connection.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { freePort } from '../../support/proxy.ts';
import { startCluster, startRedis, whyNoRedisServer } from '../../support/redis.ts';

const noServer = await whyNoRedisServer();

function open(url: string) {
  const alarms = createTestAlarms();
  const connection = connectRedis(url, { alarms, clock: realClock });
  onTestFinished(() => connection.close());
  return { alarms, connection };
}

describe('the address of Redis', () => {
  const plain = { isCluster: false, isTls: false, username: null, password: null, database: 0 };
  const local = [{ host: '127.0.0.1', port: 6379 }];

  test.each([
    ['redis://127.0.0.1:6379', { ...plain, nodes: local }],
    ['redis://127.0.0.1/3', { ...plain, nodes: local, database: 3 }],
    ['rediss://cache.example:6390', { ...plain, isTls: true, nodes: [{ host: 'cache.example', port: 6390 }] }],
    [
      'redis://jane:p%40ss:word@[::1]:1',
      { ...plain, nodes: [{ host: '::1', port: 1 }], username: 'jane', password: 'p@ss:word' },
    ],
    ['redis://:secret@127.0.0.1', { ...plain, nodes: local, password: 'secret' }],
    ['redis://127.0.0.1?cluster=true', { ...plain, isCluster: true, nodes: local }],
    [
      'rediss+cluster://a:1,b:2,c',
      {
        ...plain,
        isCluster: true,
        isTls: true,
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
          { host: 'c', port: 6379 },
        ],
      },
    ],
  ])('%s', (url, expected) => {
    expect(readRedisUrl(url)).toEqual(expected);
  });

  test.each([
    ['http://a', /form redis:/],
    ['redis://a:1,b:2', /several hosts/],
    ['redis://a:port', /a host that is none: a:port/],
    ['redis+cluster://a:1/2', /only 0/],
    ['redis://', /form redis:/],
  ])('%s is none', (url, message) => {
    expect(() => readRedisUrl(url)).toThrow(message);
  });

  test('is not told with its password when it is wrong', () => {
    expect(() => readRedisUrl('redis://jane:secret@a:port')).toThrow(/^(?!.*secret)/);
  });
});

describe('a connection to nowhere', () => {
  test('is made all the same, refuses every command at once, and says that something is wrong', async () => {
    const { alarms, connection } = open(`redis://127.0.0.1:${await freePort()}`);
    const began = performance.now();
    await expect(connection.client.get('x')).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(300);
    await expect.poll(() => alarms.standing.get('counters_unreachable')).toMatchObject({ problem: /ECONNREFUSED/ });
    expect(connection.isUp()).toBe(false);
  });

  test('can be closed, and its alarm is over then', async () => {
    const { alarms, connection } = open(`redis+cluster://127.0.0.1:${await freePort()}`);
    await expect.poll(() => alarms.standing.has('counters_unreachable')).toBe(true);
    await connection.close();
    expect(alarms.standing.size).toBe(0);
  });
});

describe.skipIf(noServer !== null)(`a connection to Redis ${noServer ?? ''}`, () => {
  test('comes up when the server does, each time, and tells', async () => {
    const server = await startRedis();
    onTestFinished(() => server.remove());
    await server.kill();
    const { alarms, connection } = open(server.url);
    let ups = 0;
    connection.onUp(() => {
      ups += 1;
    });
    await expect.poll(() => alarms.standing.size).toBe(1);
    await server.start();
    await connection.up();
    expect(ups).toBe(1);
    expect(alarms.standing.size).toBe(0);
    expect(await connection.client.set('x', '1')).toBe('OK');
    await server.kill();
    await expect.poll(() => alarms.standing.size).toBe(1);
    await server.start();
    await expect.poll(() => ups, { timeout: 10_000 }).toBe(2);
    connection.onUp(() => {
      ups += 1;
    });
    expect(ups).toBe(3);
  });

  test('finds out by itself that a server hangs, though nobody asks', async () => {
    const server = await startRedis();
    onTestFinished(() => server.remove());
    const { alarms, connection } = open(server.url);
    await connection.up();
    server.halt();
    await expect.poll(() => alarms.standing.has('counters_unreachable'), { timeout: 10_000 }).toBe(true);
    server.goOn();
    await expect.poll(() => connection.isUp(), { timeout: 10_000 }).toBe(true);
  });

  test('tells where a server may throw away what it should keep', async () => {
    const server = await startRedis(['--maxmemory', '100mb', '--maxmemory-policy', 'volatile-lru']);
    onTestFinished(() => server.remove());
    const { alarms, connection } = open(server.url);
    await expect.poll(() => alarms.standing.get('counters_evictable')).toEqual({ policy: 'volatile-lru' });
    await connection.client.config('SET', 'maxmemory-policy', 'noeviction');
    const again = open(server.url);
    await again.connection.up();
    expect(await again.connection.client.ping()).toBe('PONG');
    expect(again.alarms.standing.size).toBe(0);
  });

  test('sends what is sent in one turn in one piece, and loses none of it', async () => {
    const server = await startRedis();
    onTestFinished(() => server.remove());
    const { connection } = open(server.url);
    await connection.up();
    const replies = Array.from({ length: 100 }, (_, index) => {
      connection.together();
      return connection.client.set(`key ${index}`, index, 'GET');
    });
    expect(await Promise.all(replies)).toEqual(Array.from({ length: 100 }, () => null));
    expect(await connection.client.dbsize()).toBe(100);
  });

  test('knows the masters of a cluster, from any one of them', async () => {
    const cluster = await startCluster();
    onTestFinished(() => cluster.remove());
    const { connection } = open(`${cluster.nodes[1]?.url}?cluster=true`);
    await connection.up();
    expect(connection.isCluster).toBe(true);
    expect(connection.masters()).toHaveLength(3);
    for (let index = 0; index < 20; index++) expect(await connection.client.set(`key ${index}`, '1')).toBe('OK');
  });
});
