import { createStripeClient } from '../../../adapters/stripe/client.ts';
import { isTestKey } from '../../../adapters/stripe/key.ts';
import { stripeProblem } from '../../../adapters/stripe/problem.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import { createTestModeIssuer, type TestModeIssuer } from '../../../simulator/test-mode/issuer.ts';
import { readCardProgram } from '../../../simulator/test-mode/program.ts';
import { TestModeRefusal } from '../../../simulator/test-mode/refusal.ts';
import type { Books } from '../../../simulator/world/books.ts';
import { createWorld, type World } from '../../../simulator/world/world.ts';
import { EXIT, type Terminal, write } from '../command.ts';
import { type AskedAtStripe, tellingOfAsks } from './asked.ts';
import { createRunTally, type RunTally } from './closing.ts';
import { askedJson, askedLine, HEADING } from './lines.ts';
import { withChosenSignals } from './signals.ts';

export interface StripeRunOptions {
  /** Null: none is set. */
  readonly secretKey: string | null;
  /** Null: Stripe itself. */
  readonly apiHost: string | null;
  readonly apiVersion: string;
  /** How many purchases. */
  readonly count: number;
  /** The same seed, the same purchases. */
  readonly seed: string;
  readonly isJson: boolean;
  readonly clock: Clock;
  /** No other run may have it. */
  readonly runId: string;
  /** Ends the run early, with its table. */
  readonly signal: AbortSignal;
}

/** The same for every run: a world depends on its seed and on when it begins. A Monday, in the morning of America. */
const WORLD_START_MS = Date.UTC(2026, 0, 5, 15);

/**
 * Makes purchases in Stripe's test mode and shows Stripe's record of each beside our answer, then a table of what came
 * out. Exit code 0: Stripe and we agree wherever it asked; 1: they don't, or it asked nothing, or Stripe could not be
 * used; 2: the key is missing or live.
 */
export async function runAgainstStripe(terminal: Terminal, options: StripeRunOptions): Promise<number> {
  const { secretKey, apiHost, apiVersion, clock, runId } = options;
  const unusable = secretKey === null ? NO_KEY : isTestKey(secretKey) ? addressProblem(apiHost) : LIVE_KEY;
  if (secretKey === null || unusable !== null) {
    terminal.stderr.write(`countersign simulate --stripe: ${unusable}\n`);
    return EXIT.wrongUsage;
  }
  const stripe = createStripeClient({ secretKey, apiHost, apiVersion });
  const tally = createRunTally();
  let failure: string | null = null;
  try {
    const program = await readCardProgram(stripe);
    const issuer = createTestModeIssuer({ stripe, program, clock, runId });
    try {
      if (!options.isJson) await write(terminal.stdout, HEADING);
      await live(worldOf(issuer, tally, terminal, options), tally, options);
    } finally {
      const left = await issuer.tidyUp();
      if (left > 0) terminal.stderr.write(`countersign simulate --stripe: ${leftBehind(left)}\n`);
    }
  } catch (error) {
    failure = stripeProblem(error) ?? (error instanceof TestModeRefusal ? error.message : null);
    if (failure === null) throw error;
  }
  if (!options.isJson && (failure === null || tally.asks > 0)) await write(terminal.stdout, `\n${tally.table()}`);
  if (failure !== null) terminal.stderr.write(`countersign simulate --stripe: ${failure}\n`);
  return failure === null && tally.isSound() ? EXIT.done : EXIT.answerIsNo;
}

/** People who purchase at Stripe and tell of each ask. */
function worldOf(issuer: TestModeIssuer, tally: RunTally, { stdout }: Terminal, options: StripeRunOptions): World {
  const { seed, count, isJson } = options;
  const tell = async (asked: AskedAtStripe) => {
    tally.asked(asked.comparison);
    await write(stdout, isJson ? askedJson(asked) : askedLine(asked));
  };
  return createWorld({
    seed,
    startMs: WORLD_START_MS,
    cardholders: Math.min(200, Math.max(5, Math.ceil(count / 2))),
    scenario: 'quiet',
    fraudShare: 0,
    firstAttackAtMs: null,
    issuer: withChosenSignals(tellingOfAsks(issuer, tell), seed),
    books: NO_BOOKS,
  });
}

function leftBehind(count: number): string {
  const what = count === 1 ? 'one of the cards and cardholders' : `${count} of the cards and cardholders`;
  return `${what} made here could not be retired; in test mode they do no harm`;
}

/** What Stripe refuses is counted, and the world goes on, as long as that is not all that happens. */
async function live(world: World, tally: RunTally, { count, signal }: StripeRunOptions): Promise<void> {
  while (!signal.aborted && tally.asks < count && tally.refusals < count) {
    const activity = world.next();
    if (!activity) return;
    try {
      await activity.run();
    } catch (error) {
      if (!(error instanceof TestModeRefusal)) throw error;
      tally.refused(error.message);
    }
  }
}

function addressProblem(apiHost: string | null): string | null {
  if (apiHost === null || /^https?:$/.test(URL.parse(apiHost)?.protocol ?? '')) return null;
  return 'STRIPE_API_HOST is no address; it wants a scheme and a host: http://127.0.0.1:12111';
}

const NO_BOOKS: Books = {
  purchased: () => undefined,
  attackBegan: () => undefined,
  loggedIn: () => undefined,
  disputed: () => undefined,
  texted: () => undefined,
  phoneChanged: () => undefined,
};

const NO_KEY = 'STRIPE_SECRET_KEY is not set; it wants a key of test mode: sk_test_… or rk_test_…';
const LIVE_KEY =
  'STRIPE_SECRET_KEY is not a key of test mode, and purchases are invented only there; set sk_test_… or rk_test_…';
