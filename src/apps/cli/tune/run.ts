import { tmpdir } from 'node:os';
import { openTimelines } from '../../../adapters/counters/memory-timelines.ts';
import type { AimWishes } from '../../../core/history/aim-results.ts';
import type { TuneResult } from '../../../core/history/tune-result.ts';
import { withProfile } from '../../../core/policy/policy.ts';
import { runTune, unknownPortfolio } from '../../../workflows/history/run-tune.ts';
import type { HistorySource } from '../../../workflows/history/source.ts';
import { type Terminal, UsageError } from '../command.ts';
import { chooseWindow, type HistoryChoices } from '../history/choices.ts';
import { openOrSay } from '../history/open-or-say.ts';
import { featuresOf, type PolicyFolder, policyGiven, readPolicyFor } from '../history/policies.ts';
import { profileOption } from '../profile-option.ts';
import { nameOf } from '../replay/history.ts';
import { createProgress, type Progress } from '../replay/progress.ts';
import { temporaryFolder } from '../replay/temporary-folder.ts';

/** What was asked for on the command line, but where the result goes. */
export interface TuneWish {
  /** - is standard input. */
  readonly history: string;
  readonly policies: string;
  readonly portfolio: string | null;
  readonly profile: string | null;
  readonly choices: HistoryChoices;
  readonly wishes: AimWishes;
  readonly isRecounted: boolean;
}

export interface TunePorts {
  conceal(text: string): string;
  /** A clock that only runs forward. */
  monotonicMs(): number;
  readonly signal: AbortSignal;
}

/** What came of it, and the folder that it was tried with. */
export interface Tuned {
  readonly result: TuneResult;
  readonly folder: PolicyFolder;
}

/** Tunes on a file; null, with a line that says why, where there is nothing to tell. Throws UsageError. */
export async function tuneFile(wish: TuneWish, { stdin, stderr }: Terminal, ports: TunePorts): Promise<Tuned | null> {
  const folder = await readPolicyFor(wish.policies, stderr);
  if (!folder) return null;
  // Whether there are such a profile and portfolio is told before a long file is looked at.
  profileOption(folder.policy, wish.profile ?? undefined);
  const problem = unknownPortfolio(folder.policy, wish.portfolio);
  if (problem !== null) throw new UsageError(problem);
  const progress = createProgress(stderr, ports.monotonicMs);
  await using spill = temporaryFolder(tmpdir());
  const { signal } = ports;
  const source = await openOrSay(wish.history, featuresOf([folder]), { stdin, folder: spill, progress, signal });
  if (!source) return null;
  try {
    const result = await judge(source, wish, folder, progress, ports);
    return result && { result, folder };
  } finally {
    progress.end();
    await source.close();
  }
}

async function judge(
  source: HistorySource,
  { history, choices, portfolio, profile, wishes, isRecounted }: TuneWish,
  folder: PolicyFolder,
  progress: Progress,
  { conceal, signal }: TunePorts,
): Promise<TuneResult | null> {
  const chosen = chooseWindow(nameOf(history), source.about, choices);
  if (chosen.window === null) {
    progress.say(chosen.problem);
    return null;
  }
  if (chosen.note !== null) progress.say(chosen.note);
  const given = policyGiven(folder, source.about.given);
  const other = profileOption(given, profile ?? undefined);
  progress.begin('deciding', 1, 'rows');
  const { labels, maturityMs } = choices;
  const ran = await runTune(source, {
    policy: other ? withProfile(given, other) : given,
    ...{ portfolio, wishes, maturityMs, isRecounted, conceal, signal },
    window: chosen.window,
    ...(labels !== null && { labels }),
    createStore: openTimelines,
    onProgress: ({ rows, share }) => progress.reach(share, rows),
  });
  if (ran.kind !== 'done') {
    progress.say(ran.kind === 'aborted' ? 'interrupted: nothing was judged' : ran.problem);
    return null;
  }
  if (ran.result.window.rows > 0) return ran.result;
  const { from, to } = ran.result.window;
  const whose = portfolio === null ? '' : ` of portfolio ${portfolio}`;
  progress.say(`${nameOf(history)}: nothing${whose} was asked from ${from} to ${to}`);
  return null;
}
