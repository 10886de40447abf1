import { ATTACKS } from '../../simulator/world/books.ts';
import type { Command, Terminal } from './command.ts';
import { numberOption, textOption, wordOption } from './options.ts';

/** Here the first attack is one whose thieves spend what they find within the first minute. */
const DEFAULT_SEED = '1702';

const HELP = `
usage: countersign demo [options]

Countersign answering a simulated Stripe on this machine: a card program of invented people buys, and is attacked; the
terminal shows what is asked, what is answered and why. Nothing is installed, nothing leaves the machine. Ctrl-C ends
it; started again it still knows what it decided.

  --rate N         asks a second, on average (4)
  --speed N        how many times faster than the clock the world lives (60)
  --scenario NAME  what goes wrong: all (default), quiet, ${ATTACKS.slice(0, 3).join(', ')},
                   ${ATTACKS.slice(3).join(', ')}
  --seed TEXT      another seed, another world (${DEFAULT_SEED})
  --minutes N      ends by itself after so long
  --plain          no colours and nothing redrawn, a line an event; by itself where the output is no terminal, or
                   NO_COLOR or CI is set
  --policies DIR   the policy folder; without it POLICIES, ./policies, or the one that comes with Countersign;
                   one with an error ends the demo

  PORT             where Countersign listens, on 127.0.0.1 alone (4242, or a free one if that is taken); the simulated
                   Stripe takes a free one
  DATA_DIR         where its folder demo is made, for journal, database, log and what it remembers (./.countersign);
                   the data of a real service is never touched
  LOG_LEVEL        of demo.log in there (warn)

example: countersign demo --scenario card-testing --speed 10
`;

const SCENARIOS = ['all', 'quiet', ...ATTACKS] as const;

/** What somebody wants to see. */
export interface DemoWish {
  readonly ratePerSecond: number;
  readonly speed: number;
  readonly scenario: (typeof SCENARIOS)[number];
  readonly seed: string;
  readonly minutes: number | null;
  readonly isPlain: boolean;
  /** Null: wherever there is one. */
  readonly policies: string | null;
}

/** What is shown to somebody who wishes nothing. */
export const DEFAULT_WISH: DemoWish = {
  ratePerSecond: 4,
  speed: 60,
  scenario: 'all',
  seed: DEFAULT_SEED,
  minutes: null,
  isPlain: false,
  policies: null,
};

/** `countersign demo`: a card program, its attackers and their Stripe on this machine. */
export function demoCommand(perform: (wish: DemoWish, terminal: Terminal) => Promise<number>): Command {
  return {
    name: 'demo',
    summary: 'see it work: a simulated Stripe, a card program and an attack on it',
    help: HELP.trimStart(),
    options: {
      rate: { type: 'string' },
      speed: { type: 'string' },
      scenario: { type: 'string' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      plain: { type: 'boolean' },
      policies: { type: 'string' },
    },
    positionals: [0, 0],
    run({ values }, terminal) {
      const wish: DemoWish = {
        ratePerSecond: numberOption('rate', values.rate, DEFAULT_WISH.ratePerSecond, 0.01, 1_000),
        speed: numberOption('speed', values.speed, DEFAULT_WISH.speed, 0.1, 100_000),
        scenario: wordOption('scenario', values.scenario, DEFAULT_WISH.scenario, SCENARIOS),
        seed: textOption('seed', values.seed, DEFAULT_WISH.seed),
        minutes: values.minutes === undefined ? null : numberOption('minutes', values.minutes, 0, 0.05, 100_000),
        isPlain: values.plain === true,
        policies: typeof values.policies === 'string' ? values.policies : null,
      };
      return perform(wish, terminal);
    },
  };
}
