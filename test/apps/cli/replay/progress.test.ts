import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createProgress } from '../../../../src/apps/cli/replay/progress.ts';

function progressOn(isTerminal: boolean) {
  let written = '';
  let atMs = 0;
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const progress = createProgress(isTerminal ? Object.assign(stderr, { isTTY: true }) : stderr, () => atMs);
  return {
    progress,
    written: () => written,
    pass: (ms: number) => {
      atMs += ms;
    },
  };
}

describe('where nobody looks on, progress', () => {
  test('is a line for every tenth, with the pace and what is left', () => {
    const { progress, written, pass } = progressOn(false);
    progress.begin('replaying', 1000);
    for (let bytes = 1; bytes <= 1000; bytes += 1) {
      pass(100);
      progress.reach(bytes);
    }
    const lines = written().trimEnd().split('\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toBe('replaying: 10 %, 10 events/s, 1:30 left');
    expect(lines[8]).toBe('replaying: 90 %, 10 events/s, 0:10 left');
  });

  test('counts what it is told to count', () => {
    const { progress, written, pass } = progressOn(false);
    progress.begin('deciding', 1, 'rows');
    pass(2_000);
    progress.reach(0.5, 3_000);
    expect(written()).toBe('deciding: 50 %, 1,500 rows/s, 0:02 left\n');
  });

  test('says nothing of what is done at once, nor of what is empty', () => {
    const { progress, written } = progressOn(false);
    for (const bytes of [1000, 0]) {
      progress.begin('sorting', bytes);
      progress.reach(bytes);
    }
    expect(written()).toBe('');
  });
});

describe('on a terminal, progress', () => {
  test('is one line that is drawn again, ten times a second', () => {
    const { progress, written, pass } = progressOn(true);
    progress.begin('replaying', 1000);
    for (let bytes = 1; bytes <= 500; bytes += 1) {
      pass(10);
      progress.reach(bytes);
    }
    const drawn = written().split('\r\u001b[K').slice(1);
    expect(drawn).toHaveLength(50);
    expect(drawn.at(-1)).toBe('replaying ████████████░░░░░░░░░░░░ 50 %, 100 events/s, 0:05 left');
    expect(written()).not.toContain('\n');
  });

  test('leaves the line to what is said, and is gone at the end', () => {
    const { progress, written, pass } = progressOn(true);
    progress.begin('replaying', 10);
    pass(1000);
    progress.reach(5);
    progress.say('FILE:3: not JSON');
    progress.end();
    expect(written().endsWith('left\r\u001b[KFILE:3: not JSON\n')).toBe(true);
  });
});
