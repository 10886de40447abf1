import type { Writable } from 'node:stream';
import { sayCount } from '../../../core/domain/figures.ts';
import { type HistoryCounts, writeHistory } from '../../../simulator/history.ts';
import { DEFAULT_SETTINGS } from '../../../simulator/stripe/settings.ts';
import { EXIT, type Terminal, write } from '../command.ts';
import { counted } from '../remote/words.ts';
import { whyNotWritten, writeWholeFile } from '../whole-file.ts';

/** What was asked for on the command line. */
export interface HistorySettings {
  /** - is standard output. */
  readonly file: string;
  readonly seed: string;
  readonly days: number;
  readonly cardholders: number;
  readonly fraudShare: number;
  readonly untilMs: number;
  /** Whether Stripe asks cardholders about its own blocks. */
  readonly hasChallenges: boolean;
}

const DAY_MS = 86_400_000;

/** Writes a history into a file, with progress on standard error. The file appears when it is whole. */
export async function writeHistoryFile(
  settings: HistorySettings,
  { stdout, stderr }: Terminal,
  signal: AbortSignal,
): Promise<number> {
  if (settings.file === '-') {
    await writeTo(stdout, settings, stderr, signal);
    return signal.aborted ? EXIT.answerIsNo : EXIT.done;
  }
  const written = await writeWholeFile(settings.file, signal, (out) => writeTo(out, settings, stderr, signal));
  if (written.kind !== 'written') {
    stderr.write(`${whyNotWritten(settings.file, written)}\n`);
    return EXIT.answerIsNo;
  }
  stderr.write(`${settings.file}: ${described(written.made)}\n`);
  return EXIT.done;
}

async function writeTo(
  out: Writable,
  { seed, days, cardholders, fraudShare, untilMs, hasChallenges }: HistorySettings,
  stderr: Writable,
  signal: AbortSignal,
): Promise<HistoryCounts> {
  const startMs = untilMs - days * DAY_MS;
  let day = 0;
  return writeHistory({
    world: { seed, startMs, cardholders, fraudShare, scenario: 'all' },
    untilMs,
    settings: { ...DEFAULT_SETTINGS, challengesOwnBlocks: hasChallenges },
    signal,
    write: (line) => write(out, `${line}\n`),
    onProgress(counts) {
      const reached = Math.min(days, Math.floor((counts.atMs - startMs) / DAY_MS) + 1);
      // A line a tenth: as readable in a log as on a screen.
      if (Math.floor((reached * 10) / days) > Math.floor((day * 10) / days)) {
        stderr.write(`day ${reached} of ${days}: ${described(counts)}\n`);
      }
      day = reached;
    },
  });
}

function described({ authorizations, frauds, disputes, lines }: HistoryCounts): string {
  const purchases = `${counted(authorizations, 'authorization')}, ${sayCount(frauds)} of them fraud`;
  return `${purchases}, ${counted(disputes, 'dispute')}, ${counted(lines, 'line')}`;
}
