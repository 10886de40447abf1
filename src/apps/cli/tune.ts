import { limits } from '../../core/domain/limits.ts';
import { type AimWishes, DEFAULT_WISHES } from '../../core/history/aim-results.ts';
import type { TuneResult } from '../../core/history/tune-result.ts';
import { AIM_NAMES } from '../../core/history/tune-result.ts';
import { type Arguments, type Command, EXIT, UsageError } from './command.ts';
import { CHOICE_HELP, CHOICE_OPTIONS, historyChoices } from './history/choices.ts';
import { isOfService, judgeLive, LIVE, type LiveWish } from './history/live.ts';
import { type PolicyFolder, readPolicyFor } from './history/policies.ts';
import { givenText, numberOption, wordOption } from './options.ts';
import type { RemoteOptions } from './remote/connect.ts';
import { WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';
import type { TuneWish } from './tune/run.ts';

const HELP = `
usage: countersign tune HISTORY [--portfolio NAME] [--policies DIR] [--profile NAME] [--min-precision X] …
                        [--json] [--csv [FILE]] [--html [FILE]] [--aim NAME --write FILE | --write-profile NAME]

Which thresholds meet which aims? HISTORY is a file of authorizations with what became of them, in CSV, Parquet or
NDJSON (docs/history-format.md), - reads standard input; live is what the running service recorded, which does the work
and keeps the result (/v1/backtests). Tells of each signal how well it predicts fraud alone, of every
threshold of the fraud score what it stops, and which of them meets each of three aims; docs/thresholds.md says how to
choose.

  --portfolio NAME   the cards of this portfolio; without it all of them together
  --policies DIR     the policy folder; without it POLICIES, then ./policies. With live also a stored version (pol_…),
                     or live, the one in force
  --profile NAME     put every portfolio of it under this profile
${CHOICE_HELP}
  --recount          count features that the history holds under their own names all the same

Shares are from 0 to 1.
  --aims A,B,C       the precision that maximize_approval, balanced and minimize_fraud want at least (${[
    limits.maximizeApprovalPrecision,
    limits.balancedPrecision,
    limits.minimizeFraudPrecision,
  ].join(',')})
  --min-precision X    a wish of your own: of what the threshold stops, at least so much is fraud
  --max-decline-rate X or: of everything it stops at most so much
  --cost [X]           or, also of those that meet the others: the least cost, where a good purchase that is stopped
                       costs this share of its amount (${limits.stoppedGoodCostShare})
  --fraud-cost X       and a fraud that is approved this share (${limits.missedFraudCostShare})

With live:
${WORLD_HELP}

A table is printed, or one of these instead; with a FILE it is written there, besides:
  --json             one JSON object
  --csv [FILE]       every point of every curve, for a spreadsheet
  --html [FILE]      one page with plots, which needs nothing else

Nothing is written to a policy without being asked:
  --aim NAME           whose threshold: maximize_approval, balanced, minimize_fraud, or own, the default with a wish
  --write-profile NAME set it as the threshold from which this profile of the folder declines; all else in the file,
                       comments too, stays. One that isn't there yet begins as a copy of the portfolio's
  --write FILE         the same, but into another file

Exits with 0, and with 1 when rows can't be read (the others are judged), nothing is in the window, no threshold meets
the aim that is to be written, a policy has an error, or it was interrupted.

example: countersign tune history.csv --portfolio everything --aim balanced --write-profile balanced
`;

export interface TuneCommandPorts {
  /** How personal values are concealed. */
  conceal(text: string): string;
  /** A clock that only runs forward. */
  monotonicMs(): number;
  /** Aborted when the user wants no more. */
  interrupted(): AbortSignal;
  /** Where the running service is. */
  readonly remote: RemoteOptions;
}

/** `countersign tune`: which thresholds should we run? */
export function tuneCommand(defaultPolicies: string, { interrupted, ...ports }: TuneCommandPorts): Command {
  const command = {
    name: 'tune',
    summary: 'choose thresholds by what really happened',
    help: HELP.trimStart(),
    options: {
      ...{ portfolio: { type: 'string' }, policies: { type: 'string' }, profile: { type: 'string' } },
      ...CHOICE_OPTIONS,
      recount: { type: 'boolean' },
      ...{ aims: { type: 'string' }, 'min-precision': { type: 'string' }, 'max-decline-rate': { type: 'string' } },
      ...{ cost: { type: 'string' }, 'fraud-cost': { type: 'string' } },
      ...{ json: { type: 'boolean' }, csv: { type: 'string' }, html: { type: 'string' } },
      ...{ aim: { type: 'string' }, write: { type: 'string' }, 'write-profile': { type: 'string' } },
      ...WORLD_OPTIONS,
    },
    optionalTexts: ['csv', 'html', 'cost'],
    positionals: [1, 1],
  } as const satisfies Omit<Command, 'run'>;
  return {
    ...command,
    async run(given, terminal) {
      const { values, positionals } = given;
      const history = positionals[0] ?? '-';
      const policies = givenText('policies', values.policies) ?? defaultPolicies;
      const { outputsOf } = await import('./history/outputs.ts');
      const outputs = outputsOf(values, [history]);
      const wish = {
        ...{ history, policies, portfolio: givenText('portfolio', values.portfolio) },
        profile: givenText('profile', values.profile),
        choices: historyChoices(values),
        wishes: wishesOf(values),
        isRecounted: values.recount === true,
      };
      const target = targetOf(values);
      const { tellTune } = await import('./tune/tell.ts');
      const signal = interrupted();
      const tell = async (result: TuneResult, folderOf: () => Promise<PolicyFolder | null>) => {
        const code = await tellTune(result, wish, outputs, terminal, signal);
        const folder = target === null ? null : await folderOf();
        if (target === null || !folder) return target === null ? code : EXIT.answerIsNo;
        const { writeThreshold } = await import('./tune/write-threshold.ts');
        return (await writeThreshold({ result, folder }, target, terminal)) ? code : EXIT.answerIsNo;
      };
      if (history === LIVE) {
        if (target !== null && isOfService(policies))
          throw new UsageError('--policies is a folder where one writes to it');
        return judgeLive(command, given, terminal, liveWishOf(wish), { ...ports, signal }, async (run) =>
          run.kind === 'tune' ? tell(run.result, () => readPolicyFor(policies, terminal.stderr)) : EXIT.answerIsNo,
        );
      }
      const { tuneFile } = await import('./tune/run.ts');
      const tuned = await tuneFile(wish, terminal, { ...ports, signal });
      return tuned ? tell(tuned.result, async () => tuned.folder) : EXIT.answerIsNo;
    },
  };
}

function liveWishOf({ policies, portfolio, profile, choices, wishes, isRecounted: recount }: TuneWish): LiveWish {
  const { precisions, own, shares: cost } = wishes;
  const aims = {
    ...{ precisions: { ...precisions }, cost: { ...cost } },
    ...(own?.leastPrecision != null && { min_precision: own.leastPrecision }),
    ...(own?.mostDeclineRate != null && { max_decline_rate: own.mostDeclineRate }),
    ...(own?.isCheapest && { cheapest: true as const }),
  };
  return { kind: 'tune', policies, choices, more: { portfolio, profile, recount, aims } };
}

function shareOption(name: string, values: Arguments['values']): number | null {
  const given = values[name];
  return given === undefined ? null : numberOption(name, given, 0, 0, 1);
}

function wishesOf(values: Arguments['values']): AimWishes {
  const leastPrecision = shareOption('min-precision', values);
  const mostDeclineRate = shareOption('max-decline-rate', values);
  const isCheapest = values.cost !== undefined;
  const { shares } = DEFAULT_WISHES;
  const hasOwn = leastPrecision !== null || mostDeclineRate !== null || isCheapest;
  return {
    precisions: precisionsOf(values.aims),
    own: hasOwn ? { leastPrecision, mostDeclineRate, isCheapest } : null,
    shares: {
      fraud_missed: shareOption('fraud-cost', values) ?? shares.fraud_missed,
      good_stopped: values.cost === '-' ? shares.good_stopped : (shareOption('cost', values) ?? shares.good_stopped),
    },
  };
}

/** An empty text is no number. */
function shareOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

function precisionsOf(given: string | boolean | undefined): AimWishes['precisions'] {
  if (given === undefined) return DEFAULT_WISHES.precisions;
  const [maximize_approval = -1, balanced = -1, minimize_fraud = -1, more] = String(given).split(',').map(shareOf);
  const are = [maximize_approval, balanced, minimize_fraud];
  if (more !== undefined || !are.every((precision) => precision >= 0 && precision <= 1)) {
    throw new UsageError(`--aims wants three shares from 0 to 1, e.g. 0.35,0.2,0.1, not "${given}"`);
  }
  return { maximize_approval, balanced, minimize_fraud };
}

function targetOf(values: Arguments['values']) {
  const path = givenText('write', values.write);
  const profile = givenText('write-profile', values['write-profile']);
  const hasOwn = ['min-precision', 'max-decline-rate', 'cost'].some((name) => values[name] !== undefined);
  if (path === null && profile === null) {
    if (values.aim !== undefined) throw new UsageError('--aim says what --write or --write-profile writes');
    return null;
  }
  if (path !== null && profile !== null) throw new UsageError('--write and --write-profile: take one of them');
  if (values.aim === undefined && !hasOwn) {
    throw new UsageError(`--aim is missing: which threshold is to be written? One of ${AIM_NAMES.join(', ')}`);
  }
  const aim = wordOption('aim', values.aim, 'own', AIM_NAMES);
  if (aim === 'own' && !hasOwn) {
    throw new UsageError('--aim own goes with a wish: --min-precision, --max-decline-rate or --cost');
  }
  return { aim, path, profile };
}
