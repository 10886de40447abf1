import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createQueue } from '../../../src/simulator/world/queue.ts';

test('what is due first is taken first, and of two at one time the one that was added first', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(20), fc.constant('take' as const))), (steps) => {
      const queue = createQueue<number>();
      const waiting: { atMs: number; item: number }[] = [];
      for (const [item, step] of steps.entries()) {
        if (step === 'take') {
          const taken = waiting.shift();
          expect(queue.first()?.item).toBe(taken?.item);
          expect(queue.take()?.item).toBe(taken?.item);
        } else {
          queue.add(step, item);
          waiting.push({ atMs: step, item });
          waiting.sort((one, other) => one.atMs - other.atMs || one.item - other.item);
        }
      }
      for (const { item } of waiting) expect(queue.take()?.item).toBe(item);
      expect(queue.take()).toBeUndefined();
    }),
  );
});
