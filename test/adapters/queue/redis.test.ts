import { describe } from 'vitest';
import { queueContract } from '../../contract/queue.ts';
import { startCluster, startRedis, whyNoRedisServer } from '../../support/redis.ts';
import { openAt } from './place.ts';

describe.skipIf(await whyNoRedisServer())('queues on Redis', () => {
  queueContract('Redis', async () => {
    // What it was told outlives a restart, as it must where jobs are kept.
    const redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
    let round = 0;
    const place = {
      kind: 'redis' as const,
      url: redis.url,
      // A corner of its own each time.
      get prefix() {
        return `{test}:${round}`;
      },
    };
    return {
      place,
      open: (kinds) => openAt(place, kinds),
      leave: async () => {},
      clean: async () => {
        round += 1;
      },
      async restart() {
        await redis.kill();
        await redis.start();
      },
      remove: () => redis.remove(),
    };
  });

  queueContract('Redis Cluster', async () => {
    const cluster = await startCluster();
    let round = 0;
    const place = {
      kind: 'redis' as const,
      url: cluster.url,
      get prefix() {
        return `{test}:${round}`;
      },
    };
    return {
      place,
      open: (kinds) => openAt(place, kinds),
      leave: async () => {},
      clean: async () => {
        round += 1;
      },
      async restart() {
        for (const node of cluster.nodes) node.halt();
        // Stopped for so long that commands which are under way run into it: nothing tells when that happened.
        await new Promise((resolve) => setTimeout(resolve, 500));
        for (const node of cluster.nodes) node.goOn();
      },
      remove: () => cluster.remove(),
    };
  });
});
