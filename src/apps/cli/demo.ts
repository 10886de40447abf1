import { CHALLENGE_CHANNELS, type ChallengeChannel } from '../../core/domain/challenge.ts';
import { ATTACKS } from '../../simulator/world/books.ts';
import type { Arguments, Command, Terminal } from './command.ts';
import { numberOption, textOption, wordOption } from './options.ts';

/** Here the first attack is one whose thieves spend what they find within the first minute. */
const DEFAULT_SEED = '1702';

const HELP = `
usage: countersign demo [options]

Countersign answering a simulated Stripe on this machine: a card program of invented people buys, and is attacked; the
terminal shows what is asked, what is answered and why, and a link that opens the console, signed in. Nothing is
installed, nothing leaves the machine. Ctrl-C ends it; started again it still knows what it decided.

  --rate N         asks a second, on average (4)
  --speed N        how many times faster than the clock the world lives (60)
  --scenario NAME  what goes wrong: all (default), quiet, ${ATTACKS.slice(0, 3).join(', ')},
                   ${ATTACKS.slice(3).join(', ')}
  --seed TEXT      another seed, another world (${DEFAULT_SEED})
  --challenge BY   asks cardholders about what would be declined for its fraud score, and lets them try again after a
                   YES: stripe (Stripe's own texts), twilio (ours, through a simulated Twilio); nobody is asked
                   without it
  --minutes N      ends by itself after so long
  --plain          no colours and nothing redrawn, a line an event; by itself where the output is no terminal, or
                   NO_COLOR or CI is set
  --no-open        leaves it to you to open the console; else it opens by itself where somebody sits at this machine
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
  /** Who asks cardholders; null: nobody, as the policy comes. */
  readonly challenge: ChallengeChannel | null;
  readonly isPlain: boolean;
  /** Whether the console may open by itself. */
  readonly mayOpen: boolean;
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
  challenge: null,
  isPlain: false,
  mayOpen: true,
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
      challenge: { type: 'string' },
      plain: { type: 'boolean' },
      'no-open': { type: 'boolean' },
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
        challenge: channelOf(values.challenge),
        isPlain: values.plain === true,
        mayOpen: values['no-open'] !== true,
        policies: typeof values.policies === 'string' ? values.policies : null,
      };
      return perform(wish, terminal);
    },
  };
}

function channelOf(given: Arguments['values'][string]): ChallengeChannel | null {
  return given === undefined ? null : wordOption('challenge', given, CHALLENGE_CHANNELS[0], CHALLENGE_CHANNELS);
}
