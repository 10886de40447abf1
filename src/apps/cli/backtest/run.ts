import { tmpdir } from 'node:os';
import { openTimelines } from '../../../adapters/counters/memory-timelines.ts';
import type { BacktestResult } from '../../../core/history/result.ts';
import { withProfile } from '../../../core/policy/policy.ts';
import { runBacktest, type TriedPolicy } from '../../../workflows/history/run-backtest.ts';
import type { HistorySource } from '../../../workflows/history/source.ts';
import type { Terminal } from '../command.ts';
import { chooseWindow, type HistoryChoices } from '../history/choices.ts';
import { openOrSay } from '../history/open-or-say.ts';
import { featuresOf, type PolicyFolder, policyGiven, readPolicyFor } from '../history/policies.ts';
import { profileOption } from '../profile-option.ts';
import { nameOf } from '../replay/history.ts';
import { createProgress, type Progress } from '../replay/progress.ts';
import { temporaryFolder } from '../replay/temporary-folder.ts';

/** What was asked for on the command line, but where the result goes. */
export interface BacktestWish {
  /** - is standard input. */
  readonly history: string;
  readonly policies: string;
  readonly against: string | null;
  readonly profile: string | null;
  readonly choices: HistoryChoices;
  readonly velocity: 'replay' | 'counterfactual';
  readonly isRecounted: boolean;
}

export interface BacktestPorts {
  conceal(text: string): string;
  /** A clock that only runs forward. */
  monotonicMs(): number;
  readonly signal: AbortSignal;
}

/** A backtest on a file; null, with a line that says why, where there is nothing to tell. Throws UsageError. */
export async function backtestFile(
  wish: BacktestWish,
  { stdin, stderr }: Terminal,
  { conceal, monotonicMs, signal }: BacktestPorts,
): Promise<BacktestResult | null> {
  const folders = await readFolders(wish, stderr);
  if (!folders) return null;
  const progress = createProgress(stderr, monotonicMs);
  await using folder = temporaryFolder(tmpdir());
  const source = await openOrSay(wish.history, featuresOf(folders), { stdin, folder, progress, signal });
  if (!source) return null;
  try {
    return await judge(source, wish, folders, progress, { conceal, signal });
  } finally {
    progress.end();
    await source.close();
  }
}

async function readFolders(
  { policies, against, profile }: BacktestWish,
  stderr: Terminal['stderr'],
): Promise<PolicyFolder[] | null> {
  const first = await readPolicyFor(policies, stderr);
  // Whether there is such a profile is told before a long file is looked at.
  if (first && profile !== null) profileOption(first.policy, profile);
  if (against === null) return first && [first];
  const other = await readPolicyFor(against, stderr);
  return first && other && [first, other];
}

async function judge(
  source: HistorySource,
  { history, choices, profile, velocity, isRecounted }: BacktestWish,
  folders: readonly PolicyFolder[],
  progress: Progress,
  { conceal, signal }: Pick<BacktestPorts, 'conceal' | 'signal'>,
): Promise<BacktestResult | null> {
  if (signal.aborted) {
    progress.say('interrupted: nothing was judged');
    return null;
  }
  const chosen = chooseWindow(nameOf(history), source.about, choices);
  if (chosen.window === null) {
    progress.say(chosen.problem);
    return null;
  }
  if (chosen.note !== null) progress.say(chosen.note);
  const { given } = source.about;
  const [tried, against = null] = folders.map((folder, index): TriedPolicy => {
    const policy = policyGiven(folder, given);
    const other = index === 0 && profile !== null ? profileOption(policy, profile) : null;
    return other ? { policy: withProfile(policy, other), profile: other.name } : { policy, profile: null };
  });
  if (!tried) return null;
  progress.begin('deciding', 1, 'rows');
  const { labels, maturityMs } = choices;
  const ran = await runBacktest(source, {
    ...tried,
    against,
    window: chosen.window,
    ...(labels !== null && { labels }),
    maturityMs,
    velocity,
    isRecounted,
    createStore: openTimelines,
    conceal,
    signal,
    onProgress: ({ rows, share }) => progress.reach(share, rows),
  });
  if (ran.kind !== 'done') {
    progress.say(ran.kind === 'aborted' ? 'interrupted: nothing was judged' : ran.problem);
    return null;
  }
  if (ran.result.window.rows > 0) return ran.result;
  progress.say(`${nameOf(history)}: nothing was asked from ${ran.result.window.from} to ${ran.result.window.to}`);
  return null;
}
