import type { TrackedRecord } from '../../src/core/domain/tracked-event.ts';
import { eventDoorContract } from '../contract/event-door.ts';
import { createFakeDoor } from './event-door.ts';

eventDoorContract('the one in memory for tests', async () => {
  const records: TrackedRecord[] = [];
  let isRefusing = false;
  const sink = {
    async record(text: string) {
      if (isRefusing) throw new Error('no place of record');
      records.push(JSON.parse(text));
      return { kind: 'durable' } as const;
    },
  };
  return {
    door: createFakeDoor(sink, (text) => `hmac_${text.length}`),
    records: () => records,
    refuse(wish) {
      isRefusing = wish;
    },
  };
});
