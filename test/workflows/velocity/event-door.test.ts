import { pino } from 'pino';
import { createHasher } from '../../../src/adapters/store/hasher.ts';
import type { TrackedRecord } from '../../../src/core/domain/tracked-event.ts';
import { createMemoryCounters } from '../../../src/workflows/velocity/memory-counters.ts';
import { createEventDoor } from '../../../src/workflows/velocity/tracked.ts';
import { createVelocity } from '../../../src/workflows/velocity/velocity.ts';
import { eventDoorContract } from '../../contract/event-door.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { realClock } from '../../support/clock.ts';
import { policyOf } from '../../support/policy.ts';

const policy = policyOf({
  'portfolios.yaml': 'portfolios: [{ name: everyone, profile: only }]',
  'profiles/only.yaml': 'stand_in: { otherwise: decline }',
  'features/logins.scowl': 'event login\nlogins_by_user := Count(by user_id last day)\n',
});

eventDoorContract('velocity over counters in memory', async () => {
  const conceal = createHasher('a key for tests only');
  const velocity = createVelocity({
    counters: createMemoryCounters(),
    history: () => async function* () {},
    recorded: async () => {},
    inForce: () => [],
    conceal,
    clock: realClock,
    alarms: createTestAlarms(),
    logger: pino({ level: 'silent' }),
  });
  await velocity.prepare(policy, 10_000);
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
    door: createEventDoor({ velocity, records: sink, policy: () => policy, conceal }),
    records: () => records,
    refuse(wish) {
      isRefusing = wish;
    },
  };
});
