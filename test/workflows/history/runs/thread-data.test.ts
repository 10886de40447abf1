import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { limits } from '../../../../src/core/domain/limits.ts';
import { memoryError, takesTooMuch } from '../../../../src/workflows/history/runs/thread-data.ts';

const MOST = limits.backtestMaxMebibytes * 2 ** 20;

/** V8's figures in a thread of its own, which holds so many bytes in an array buffer. */
async function figuresOfThread(bytes: number): Promise<{ readonly external_memory: number }> {
  const program = `
    const held = new Uint8Array(${bytes});
    const figures = require('node:v8').getHeapStatistics();
    require('node:worker_threads').parentPort.postMessage({ ...figures, held: held.length });`;
  const thread = new Worker(program, { eval: true, execArgv: [] });
  return new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject));
}

it('takes too much once more lies in array buffers of its own than it may have, whatever other threads hold', async () => {
  const others = new Uint8Array(MOST + 1);
  expect(takesTooMuch(await figuresOfThread(1_000))).toBe(false);
  expect(takesTooMuch(await figuresOfThread(others.length))).toBe(true);
});

it('says what it took, and what to try', () => {
  expect(memoryError({ kind: 'backtest' })).toBe('it took more than 1024 MiB of memory: try a shorter time');
  expect(memoryError({ kind: 'tune' })).toMatch(/try a shorter time or one portfolio$/);
});
