import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { openTimelines } from '../../../adapters/counters/memory-timelines.ts';
import type { Outcome } from '../../../core/domain/decision.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { FeaturesOnly } from '../../../workflows/history/counts.ts';
import { createReplayer, type ReplayedDecision } from '../../../workflows/history/replayer.ts';
import { EXIT, type Terminal, write } from '../command.ts';
import { whyNotWritten, writeWholeFile } from '../whole-file.ts';
import { type History, nameOf, openHistory } from './history.ts';
import { createProgress, type Progress } from './progress.ts';
import { type ReplaySummary, summaryJson, summaryLine } from './summary.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What was asked for on the command line. */
export interface ReplayWish {
  /** - is standard input. */
  readonly file: string;
  /** Null is standard output. */
  readonly out: string | null;
  readonly policy: Policy | FeaturesOnly;
  /** Whether the summary is wanted as JSON, too. */
  readonly isJson: boolean;
}

export interface ReplayPorts {
  conceal(text: string): string;
  /** A clock that only runs forward. */
  monotonicMs(): number;
  readonly signal: AbortSignal;
}

/** Replays a history; the result is the exit code. */
export async function runReplay(wish: ReplayWish, terminal: Terminal, ports: ReplayPorts): Promise<number> {
  const progress = createProgress(terminal.stderr, ports.monotonicMs);
  const beganMs = ports.monotonicMs();
  await using folder = temporaryFolder(wish.out === null ? tmpdir() : dirname(resolve(wish.out)));
  const history = await opened(wish, { stdin: terminal.stdin, folder, progress, signal: ports.signal });
  if (!history) return EXIT.answerIsNo;
  const replayed = await replayInto(wish, history, progress, terminal, ports);
  progress.end();
  if (!replayed) return EXIT.answerIsNo;
  const summary = { ...replayed, ...history.found, seconds: (ports.monotonicMs() - beganMs) / 1000 };
  return tell(summary, wish, terminal);
}

/** The history; null, with a line that says why, where it can't be had. */
async function opened({ file }: ReplayWish, ports: Parameters<typeof openHistory>[1]): Promise<History | null> {
  const { progress, signal } = ports;
  try {
    return await openHistory(file, ports);
  } catch (error) {
    if (signal.aborted) {
      progress.say('interrupted: nothing was replayed');
      return null;
    }
    // What was spooled or sorted did not fit the disk, say.
    if (!(error instanceof Error && 'code' in error)) throw error;
    progress.say(`${nameOf(file)} can't be brought into order: ${error.message}`);
    return null;
  }
}

type Replayed = Omit<ReplaySummary, 'seconds' | keyof History['found']>;

/** Null, with a line that says why, where the result is not all there. */
async function replayInto(
  { out, policy }: ReplayWish,
  history: History,
  progress: Progress,
  { stdout }: Terminal,
  ports: ReplayPorts,
): Promise<Replayed | null> {
  const replay = (to: Writable) => replayAll(history, policy, to, ports);
  if (out === null) {
    const replayed = await replay(stdout);
    if (ports.signal.aborted) progress.say('interrupted: this is not all of it');
    return ports.signal.aborted ? null : replayed;
  }
  const written = await writeWholeFile(out, ports.signal, replay);
  if (written.kind === 'written') return written.made;
  progress.say(whyNotWritten(out, written));
  return null;
}

const WRITTEN_AT_ONCE = 65_536;

async function replayAll(
  history: History,
  policy: Policy | FeaturesOnly,
  out: Writable,
  { conceal, monotonicMs }: ReplayPorts,
): Promise<Replayed> {
  const replayer = createReplayer({ policy, store: openTimelines(), conceal });
  const outcomes: Record<Outcome, number> = { approve: 0, decline: 0, challenge: 0 };
  const beganMs = monotonicMs();
  let events = 0;
  let authorizations = 0;
  let lines = '';
  for await (const event of history.events()) {
    events += 1;
    const decision = await replayer.take(event);
    if (!decision) continue;
    authorizations += 1;
    if (decision.outcome !== null) outcomes[decision.outcome] += 1;
    lines += `${lineOf(decision)}\n`;
    if (lines.length < WRITTEN_AT_ONCE) continue;
    await write(out, lines);
    lines = '';
  }
  await write(out, lines);
  return {
    events,
    authorizations,
    outcomes: 'portfolios' in policy ? outcomes : null,
    duplicates: replayer.duplicates(),
    usPerEvent: events === 0 ? 0 : ((monotonicMs() - beganMs) * 1000) / events,
  };
}

function lineOf({ authorization, outcome, reasons, features }: ReplayedDecision): string {
  return JSON.stringify({ authorization, outcome, reasons, features });
}

function tell(summary: ReplaySummary, { file, out, isJson }: ReplayWish, { stdout, stderr }: Terminal): number {
  const { events, unreadable } = summary;
  if (events === 0) stderr.write(`${nameOf(file)}: there is nothing in it to replay\n`);
  else stderr.write(`${out ?? 'replayed'}: ${summaryLine(summary)}\n`);
  if (isJson) stdout.write(`${JSON.stringify(summaryJson(summary))}\n`);
  return events === 0 || unreadable > 0 ? EXIT.answerIsNo : EXIT.done;
}
