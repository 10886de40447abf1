import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createAlarmBoard } from '../../../src/adapters/log/alarms.ts';

function setUp() {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()));
      done();
    },
  });
  let nowMs = 1000;
  const advance = (ms: number) => {
    nowMs += ms;
  };
  return { lines, board: createAlarmBoard(pino({}, stream), () => nowMs), advance };
}

describe('an alarm', () => {
  test('is a log line with its name, and stands until it ends', () => {
    const { lines, board, advance } = setUp();
    board.raise('journal_unwritable', { code: 'ENOSPC' });
    expect(lines).toMatchObject([{ alarm: 'journal_unwritable', state: 'raised', code: 'ENOSPC' }]);
    expect(board.standing()).toEqual([
      { alarm: 'journal_unwritable', sinceMs: 1000, times: 1, detail: { code: 'ENOSPC' } },
    ]);
    advance(500);
    board.end('journal_unwritable');
    expect(lines[1]).toMatchObject({ alarm: 'journal_unwritable', state: 'ended', stood_ms: 500 });
    expect(board.standing()).toEqual([]);
  });

  test('that is raised again and again is counted each time and logged now and then', () => {
    const { lines, board, advance } = setUp();
    for (let second = 0; second < 25; second += 1) {
      board.raise('recorded_late', { waiting: second });
      advance(1000);
    }
    expect(lines).toHaveLength(3);
    expect(board.standing()).toMatchObject([{ times: 25, detail: { waiting: 24 } }]);
  });

  test('about single requests stands for ten minutes after the last one', () => {
    const { board, advance } = setUp();
    board.raise('signed_request_refused');
    advance(599_000);
    expect(board.standing()).toHaveLength(1);
    advance(2_000);
    expect(board.standing()).toEqual([]);
  });

  test('that does not stand can be ended without a word', () => {
    const { lines, board } = setUp();
    board.end('database_unreachable');
    expect(lines).toEqual([]);
  });
});
