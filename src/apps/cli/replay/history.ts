import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Scope } from '../../../core/domain/scope.ts';
import type { ReplayEvent } from '../../../workflows/history/replay-event.ts';
import { UsageError } from '../command.ts';
import { type Row, readFileRows } from '../rows.ts';
import { lookAtOrder, NO_SCOPE, type Ordered, sortByTime } from './order.ts';
import type { Progress } from './progress.ts';
import { readReplayEvent } from './read-event.ts';
import type { TemporaryFolder } from './temporary-folder.ts';

/** The events of a history in the order in which they are to be seen. */
export interface History {
  events(): AsyncGenerator<ReplayEvent>;
  /** What was found so far besides events, and how many of them stood behind later ones. */
  readonly found: Readonly<Record<'late' | 'ignored' | 'unreadable', number>>;
}

export interface HistoryPorts {
  readonly stdin: Readable;
  /** For what must be spooled or sorted: as large as the history itself. */
  readonly folder: TemporaryFolder;
  readonly progress: Progress;
  /** Aborted, everything ends early. */
  readonly signal: AbortSignal;
}

/**
 * Opens a history, `-` being the given input: by the time of its events, ties as they stand. One that is in order is
 * read as it is; any other is sorted on disk. Rows that can't be read are said with their lines and left out. Throws
 * UsageError where there is no such file.
 */
export async function openHistory(file: string, ports: HistoryPorts): Promise<History> {
  const name = nameOf(file);
  const found = { late: 0, ignored: 0, unreadable: 0 };
  const { folder, progress, signal } = ports;
  const path = await readableTwice(file, ports);
  const onUnreadable = (line: number, problem: string) => {
    found.unreadable += 1;
    progress.say(`${name}:${line}: ${problem}`);
  };
  const rows = (stage: string) => stagedRows(name, path, stage, ports);

  async function* eventsAsTheyStand(scope: Scope): AsyncGenerator<ReplayEvent> {
    for await (const row of rows('replaying')) {
      const read = row.isRead ? readReplayEvent(row.json, scope) : ({ kind: 'unreadable', ...row } as const);
      if (read.kind === 'event') yield read.event;
      else if (read.kind === 'ignored') found.ignored += 1;
      else onUnreadable(row.line, read.problem);
    }
  }

  async function* sortedEvents({ lines, scope }: Ordered): AsyncGenerator<ReplayEvent> {
    progress.begin('replaying', lines.bytes);
    let done = 0;
    for await (const text of lines.texts()) {
      if (signal.aborted) return;
      done += text.length;
      progress.reach(done);
      const read = readReplayEvent(JSON.parse(text), scope ?? NO_SCOPE);
      if (read.kind === 'event') yield read.event;
    }
  }

  const look = await lookAtOrder(rows('looking at the order'));
  if (look.isInOrder || signal.aborted) return { found, events: () => eventsAsTheyStand(look.scope ?? NO_SCOPE) };
  const ordered = await sortByTime(rows('sorting'), await folder.path(), onUnreadable);
  found.late = ordered.late;
  found.ignored = ordered.ignored;
  return { found, events: () => sortedEvents(ordered) };
}

const READ_AT_ONCE = 65_536;

/** What a history is called in messages. */
export function nameOf(file: string): string {
  return file === '-' ? '<stdin>' : file;
}

/** A history is read more than once: what flows by is kept in a file. Throws UsageError where there is none. */
export async function readableTwice(file: string, { stdin, folder, signal }: HistoryPorts): Promise<string> {
  if (file !== '-') {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats) throw new UsageError(`there is no file ${file}`);
    if (stats.isDirectory()) throw new UsageError(`${file} is a folder`);
    if (stats.isFile()) return file;
  }
  const path = join(await folder.path(), 'input');
  const input = file === '-' ? stdin : createReadStream(file);
  await pipeline(input, createWriteStream(path, { mode: 0o600 }), { signal });
  return path;
}

/** The rows of a file, while the progress tells how far through it this stage of the work is. */
export async function* stagedRows(
  name: string,
  path: string,
  stage: string,
  { progress, signal }: HistoryPorts,
): AsyncGenerator<Row> {
  const input = createReadStream(path, { highWaterMark: READ_AT_ONCE });
  progress.begin(stage, statSync(path).size);
  for await (const row of readFileRows(name, input)) {
    if (signal.aborted) return;
    progress.reach(input.bytesRead);
    yield row;
  }
}
