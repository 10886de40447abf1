import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idOfKey, keyOfId } from '../../../src/adapters/queue/job-id.ts';

describe('the id of a job', () => {
  it('is the key, where that is no number and has no colon', () => {
    expect(idOfKey('retrieve iauth_1')).toBe('retrieve iauth_1');
    expect(idOfKey('card:ic_1')).toBe('card%3Aic_1');
    expect(idOfKey('17')).toBe('%317');
  });

  it('is one for one key, leads back to it, and is none that BullMQ refuses', () => {
    const keys = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.integer().map(String),
      fc.stringMatching(/^[%:\d]+$/),
    );
    fc.assert(
      fc.property(keys, (key) => {
        const id = idOfKey(key);
        expect(keyOfId(id)).toBe(key);
        expect(id).not.toContain(':');
        expect(String(Number.parseInt(id, 10))).not.toBe(id);
      }),
    );
  });

  it('of the library itself is its own key', () => {
    expect(keyOfId('repeat:sweep:1700000000000')).toBe('repeat:sweep:1700000000000');
    expect(keyOfId('100%')).toBe('100%');
  });
});
