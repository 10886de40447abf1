import type { Writable } from 'node:stream';
import { sayCount } from '../../../core/domain/figures.ts';
import { limits } from '../../../core/domain/limits.ts';

/** Tells how far long work is, and lets other lines come between. */
export interface Progress {
  /** Begins a stage of the work: `replaying`, so many bytes of it, or of whatever else it is measured in. */
  begin(stage: string, bytes: number, things?: string): void;
  /** Bytes of the stage that are done, and one event more; or so many events, where they are counted elsewhere. */
  reach(bytes: number, events?: number): void;
  /** Writes a line of its own. */
  say(line: string): void;
  /** Leaves nothing unfinished on the screen. */
  end(): void;
}

const BAR_WIDTH = 24;
const ERASE_LINE = '\r\u001b[K';

/** On a terminal one line that is drawn again and again; elsewhere a line for every tenth of a stage. */
export function createProgress(stderr: Writable, nowMs: () => number): Progress {
  const isTerminal = 'isTTY' in stderr && stderr.isTTY === true;
  let stage = '';
  let total = 0;
  let counted = 'events';
  let events = 0;
  let beganMs = 0;
  let drawnMs = 0;
  let tenths = 0;
  let isDrawn = false;

  function pace(share: number, atMs: number): string {
    const seconds = (atMs - beganMs) / 1000;
    if (seconds <= 0 || share <= 0) return '';
    const perSecond = sayCount(Math.round(events / seconds));
    return `, ${perSecond} ${counted}/s, ${minutes((seconds / share) * (1 - share))} left`;
  }

  function erase(): void {
    if (isDrawn) stderr.write(ERASE_LINE);
    isDrawn = false;
  }

  function draw(share: number, atMs: number): void {
    if (atMs - drawnMs < limits.progressDrawMs) return;
    drawnMs = atMs;
    const full = Math.round(share * BAR_WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
    stderr.write(`${ERASE_LINE}${stage} ${bar} ${percent(share)}${pace(share, atMs)}`);
    isDrawn = true;
  }

  return {
    begin(name, bytes, things = 'events') {
      erase();
      counted = things;
      stage = name;
      total = bytes;
      events = 0;
      tenths = 0;
      beganMs = nowMs();
    },
    reach(bytes, reached = events + 1) {
      events = reached;
      const share = total > 0 ? Math.min(1, bytes / total) : 1;
      if (isTerminal) return draw(share, nowMs());
      const tenth = Math.floor(share * 10);
      if (tenth <= tenths) return;
      tenths = tenth;
      // Of the last tenth tells what follows.
      if (tenth < 10) stderr.write(`${stage}: ${percent(share)}${pace(share, nowMs())}\n`);
    },
    say(line) {
      erase();
      stderr.write(`${line}\n`);
    },
    end: erase,
  };
}

function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

function minutes(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
