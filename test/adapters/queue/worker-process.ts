import { openAt, type Place } from './place.ts';

// A worker in a process of its own, to be killed: adds a job, says when it is at it, and never ends it.
const place = JSON.parse(process.argv[2] ?? '') as Place;
const { queue } = await openAt(place);
queue.work({
  queues: ['work'],
  handlers: {
    plain: async () => {
      process.stdout.write('begun\n');
      await new Promise(() => {});
    },
  },
});
await queue.add([{ name: 'plain', key: 'interrupted', data: { id: 'interrupted' } }]);
setInterval(() => {}, 1_000);
