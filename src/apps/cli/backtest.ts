import type { Asked } from './backtest/asked.ts';
import { type Command, EXIT } from './command.ts';
import { CHOICE_HELP, CHOICE_OPTIONS, historyChoices } from './history/choices.ts';
import { judgeLive, LIVE } from './history/live.ts';
import { givenText, wordOption } from './options.ts';
import type { RemoteOptions } from './remote/connect.ts';
import { WORLD_HELP, WORLD_OPTIONS } from './remote/world.ts';

const HELP = `
usage: countersign backtest HISTORY [--policies DIR] [--profile NAME] [--against OTHER] [--json] [--csv [FILE]]
                            [--html [FILE]] …

What would this policy have done, in money and in customers, against what really happened? HISTORY is a file of
authorizations with what became of them, in CSV, Parquet or NDJSON (docs/history-format.md), - reads standard input;
live is what the running service recorded, which does the work and keeps the result (/v1/backtests).
Each row of the window is decided again, by the same features and the same decision as live, seeing exactly what came
before it. What was declined then and has no label is unknowable: it is never scored, and stands apart, as do rows that
are too young. docs/backtest.md says what the numbers mean.

  --policies DIR     the policy folder; without it POLICIES, then ./policies
  --profile NAME     put every portfolio of it under this profile
  --against OTHER    hold another policy folder against it, authorization by authorization
                     With live either may also be a stored version (pol_…), or live, the one in force
${CHOICE_HELP}
  --velocity KIND    replay: later asks see what was answered then (the default); counterfactual: what the policy
                     answers
  --recount          count features that the history holds under their own names all the same

With live:
${WORLD_HELP}

A table is printed, or one of these instead; with a FILE it is written there, besides:
  --json             one JSON object
  --csv [FILE]       one table of all measurements, for a spreadsheet
  --html [FILE]      one page with plots, which needs nothing else

Exits with 0, and with 1 when rows can't be read (the others are judged), nothing is in the window, a policy has an
error, or it was interrupted.

example: countersign backtest history.csv --policies policies --profile minimize-fraud --html page.html
         countersign backtest live --policies live --against policies
`;

export interface BacktestCommandPorts {
  /** How personal values are concealed. */
  conceal(text: string): string;
  /** A clock that only runs forward. */
  monotonicMs(): number;
  /** Aborted when the user wants no more. */
  interrupted(): AbortSignal;
  /** Where the running service is. */
  readonly remote: RemoteOptions;
}

/** `countersign backtest`: what would this policy have done? */
export function backtestCommand(defaultPolicies: string, { interrupted, ...ports }: BacktestCommandPorts): Command {
  const command = {
    name: 'backtest',
    summary: 'measure what a policy would have done against what really happened',
    help: HELP.trimStart(),
    options: {
      policies: { type: 'string' },
      profile: { type: 'string' },
      against: { type: 'string' },
      ...CHOICE_OPTIONS,
      velocity: { type: 'string' },
      recount: { type: 'boolean' },
      json: { type: 'boolean' },
      csv: { type: 'string' },
      html: { type: 'string' },
      ...WORLD_OPTIONS,
    },
    optionalTexts: ['csv', 'html'],
    positionals: [1, 1],
  } as const satisfies Omit<Command, 'run'>;
  return {
    ...command,
    async run(given, terminal) {
      const { values, positionals } = given;
      const asked: Asked = {
        history: positionals[0] ?? '-',
        policies: givenText('policies', values.policies) ?? defaultPolicies,
        against: givenText('against', values.against),
      };
      const { outputsOf } = await import('./history/outputs.ts');
      const { tellBacktest } = await import('./backtest/outputs.ts');
      const outputs = outputsOf(values, [asked.history]);
      const wish = {
        ...asked,
        profile: givenText('profile', values.profile),
        choices: historyChoices(values),
        velocity: wordOption('velocity', values.velocity, 'replay', ['replay', 'counterfactual']),
        isRecounted: values.recount === true,
      };
      const signal = interrupted();
      if (asked.history === LIVE) {
        const { policies, against, choices, profile, velocity, isRecounted: recount } = wish;
        const live = { kind: 'backtest', policies, against, choices, more: { profile, velocity, recount } } as const;
        return judgeLive(command, given, terminal, live, { ...ports, signal }, async (run) =>
          run.kind === 'backtest' ? tellBacktest(run.result, asked, outputs, terminal, signal) : EXIT.answerIsNo,
        );
      }
      const { backtestFile } = await import('./backtest/run.ts');
      const result = await backtestFile(wish, terminal, { ...ports, signal });
      return result ? tellBacktest(result, asked, outputs, terminal, signal) : EXIT.answerIsNo;
    },
  };
}
