import { describe, expect, it } from 'vitest';
import { readEventLines } from '../../../../src/apps/server/v1/event-lines.ts';
import { limits } from '../../../../src/core/domain/limits.ts';

const NOW_MS = 1_763_000_000_000;

describe('the lines of a request', () => {
  it('are events with their number, their time and their data', async () => {
    const events = await readEventLines('{"id":"a","time":5,"x":{"y":1}}\r\n\n{"id":"b"}', NOW_MS);
    expect(events).toEqual([
      { line: 1, id: 'a', atMs: 5_000, data: { x: { y: 1 } } },
      { line: 3, id: 'b', atMs: NOW_MS, data: {} },
    ]);
  });

  it('may have happened a little later than now, and no later', async () => {
    const at = (ms: number) => `{"id":"a","time":${(NOW_MS + ms) / 1_000}}`;
    expect(await readEventLines(at(limits.trackedFutureMs), NOW_MS)).toHaveLength(1);
    await expect(readEventLines(at(limits.trackedFutureMs + 1), NOW_MS)).rejects.toMatchObject({
      message: 'line 1.time: is more than 5 minutes in the future',
    });
  });

  it('are read in slices with a breath in between, so that nothing else waits for all of them', async () => {
    let breaths = 0;
    let isOver = false;
    const breathe = () => {
      breaths += 1;
      if (!isOver) setImmediate(breathe);
    };
    setImmediate(breathe);
    const text = Array.from({ length: limits.maxTrackedEvents }, (_, index) => `{"id":"e_${index}"}`).join('\n');
    expect(await readEventLines(text, NOW_MS)).toHaveLength(limits.maxTrackedEvents);
    isOver = true;
    expect(breaths).toBeGreaterThanOrEqual(limits.maxTrackedEvents / limits.trackedSliceEvents - 1);
  });
});
