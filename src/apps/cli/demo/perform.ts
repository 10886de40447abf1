import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../adapters/clock/system.ts';
import { listen } from '../../../adapters/http/listen.ts';
import type { DecisionRecord } from '../../../core/decision/record.ts';
import { within } from '../../../core/decision/within.ts';
import { limits } from '../../../core/domain/limits.ts';
import { createStripeApi } from '../../../simulator/api/create-api.ts';
import { createPacedClock, type WorldClock } from '../../../simulator/clock.ts';
import { createProgram, type Program } from '../../../simulator/program.ts';
import { NoSuchObject } from '../../../simulator/stripe/errors.ts';
import { DEFAULT_SETTINGS } from '../../../simulator/stripe/settings.ts';
import type { LocalTwilio } from '../../../simulator/twilio/start.ts';
import type { Text } from '../../../simulator/world/telephones.ts';
import type { DemoWish } from '../demo.ts';
import { askingWords } from './asking-policies.ts';
import { startDemoTwilio } from './demo-twilio.ts';
import { type DemoWorld, demoWorld } from './demo-world.ts';
import type { DemoView } from './feed.ts';
import { createLateApi } from './late-api.ts';
import { type DemoMemory, keepDemo, recallDemo } from './memory.ts';
import { answeredAsk, askAgain } from './repeat.ts';

/** The service that is shown, as whoever calls for the demo opens it. */
export interface DemoStage {
  readonly dataDir: string;
  open(
    secrets: DemoSecrets,
    onDecision: (record: DecisionRecord, isRecordedLate: boolean, tookMs: number) => void,
  ): Promise<{ readonly port: number; close(why: string): Promise<void> }>;
}

/** How the demo shows itself. */
export interface DemoShow {
  /** A view, for where the service listens and where its console is, which signs in who opens it. */
  openView(urls: { readonly url: string; readonly console: string }): DemoView;
  /** Opens an address in the browser; null: it is left to people. */
  readonly browse: ((url: string) => void) | null;
}

/** Signing secrets of the two endpoints, made for this one demo. */
export interface DemoSecrets {
  readonly asks: string;
  readonly events: string;
  /** By which the console is opened. */
  readonly signIn: string;
  /** Where and how the service texts people itself; null: it doesn't. */
  readonly texting: DemoTexting | null;
}

/** A Twilio and a Stripe of this machine, which between them know whom to text. */
export interface DemoTexting {
  readonly stripe: { readonly url: string; readonly key: string };
  readonly twilio: Pick<LocalTwilio, 'url' | 'sid' | 'tokens' | 'number'>;
}

/** The key that the simulated Stripe's API takes. */
const API_KEY = 'sk_test_demo';
/** Stripe delivers at least once, in no order. */
const DISORDER = { duplicates: 0.02, overtaken: 0.05 };
const UNTIL_ENDED = {
  untilMs: Number.POSITIVE_INFINITY,
  atOnce: limits.demoAtOnce,
  // In a demo that runs for days a dispute may be about what its Stripe has forgotten by then.
  isForgiven: (error: unknown) => error instanceof NoSuchObject,
};

/**
 * Performs the demo until it is told to end or its minutes are over: opens the service, gives it a world to answer to,
 * and closes both. Rejects with what the service rejects with when it can't be opened.
 */
export async function performDemo(
  wish: DemoWish,
  stage: DemoStage,
  { openView, browse }: DemoShow,
  signal: AbortSignal,
): Promise<void> {
  const worldFrom = demoWorld(wish);
  await using closing = new AsyncDisposableStack();
  const memory = recallDemo(stage.dataDir);
  const worldClock = createPacedClock(Math.max(systemClock.nowMs(), memory.worldEndMs), wish.speed, systemClock);
  let view: DemoView | null = null;
  let program: Program | null = null;
  const stripeApi = createLateApi();
  const stripe = closing.adopt(await listen(stripeApi.app, 0, '127.0.0.1'), (open) => open.close());
  const stripeUrl = `http://127.0.0.1:${stripe.port}`;
  const reach = (text: Text) => program?.world.texted(text, worldClock.nowMs());
  const twilio = wish.challenge === 'twilio' ? await startDemoTwilio(wish.seed, reach) : null;
  closing.defer(async () => twilio?.close());
  const secrets = newSecrets(twilio && { stripe: { url: stripeUrl, key: API_KEY }, twilio });
  const service = await stage.open(secrets, (record, isRecordedLate, tookMs) =>
    view?.answered({ record, isRecordedLate, tookMs, atMs: worldClock.nowMs() }),
  );
  closing.defer(() => service.close('the demo ended'));
  const url = `http://127.0.0.1:${service.port}`;
  const console = `${url}/demo/${secrets.signIn}`;
  view = openView({ url, console });

  const kept = { ...memory };
  const running = programOf(worldFrom(worldClock.nowMs()), secrets, url, view, worldClock, kept);
  program = running;
  closing.defer(() => endDeliveries(running));
  const { account } = running;
  stripeApi.use(createStripeApi({ account, keys: { secret: API_KEY }, nowMs: worldClock.nowMs }));
  twilio?.account.setInboundUrl(`${url}/webhooks/twilio/messages`);
  closing.defer(keepNowAndThen(stage.dataDir, kept, worldClock));
  // Ended first: whoever ends the demo has the terminal back at once.
  closing.adopt(view, (open) => open.end());

  view.start();
  browse?.(console);
  view.told(`The simulated Stripe's API is at ${stripeUrl}, key ${API_KEY}`);
  const different = askingWords(wish.challenge);
  if (different !== null) view.told(different);
  if (memory.last) view.told(await askAgain(memory.last, running.delivery));
  const isOver = wish.minutes === null ? signal : AbortSignal.any([signal, AbortSignal.timeout(wish.minutes * 60_000)]);
  await running.run({ ...UNTIL_ENDED, signal: isOver });
}

function programOf(
  world: DemoWorld,
  secrets: DemoSecrets,
  url: string,
  view: DemoView,
  worldClock: WorldClock,
  kept: DemoMemory,
): Program {
  return createProgram({
    url,
    askSecrets: [secrets.asks],
    eventSecrets: [secrets.events],
    disorder: DISORDER,
    world,
    // Another one at every start, whatever became of the one before: no purchase may have the id of an older one.
    idSeed: `${world.seed} ${randomBytes(16).toString('hex')}`,
    settings: DEFAULT_SETTINGS,
    books: {
      purchased: (entry) => view.purchased(entry),
      attackBegan: (attack) => view.attackBegan(attack),
      loggedIn: () => undefined,
      disputed: () => undefined,
      texted: (sent) => view.texted(sent),
      phoneChanged: () => undefined,
    },
    worldClock,
    machineClock: systemClock,
    onAsked(asked) {
      kept.last = answeredAsk(asked) ?? kept.last;
      view.asked(asked);
    },
  });
}

function newSecrets(texting: DemoTexting | null): DemoSecrets {
  return { asks: newSecret(), events: newSecret(), signIn: randomBytes(12).toString('base64url'), texting };
}

function newSecret(): string {
  return `whsec_${randomBytes(24).toString('base64url')}`;
}

async function endDeliveries({ delivery }: Program): Promise<void> {
  await within(delivery.drained(), limits.demoDrainMs, systemClock);
  delivery.close();
}

/** Keeps the memory every few seconds, since a demo may be killed; the returned function keeps it a last time. */
function keepNowAndThen(dataDir: string, memory: DemoMemory, worldClock: WorldClock): () => void {
  const keep = () => keepDemo(dataDir, { ...memory, worldEndMs: worldClock.nowMs() });
  const timer = setInterval(keep, limits.demoKeepMs);
  return () => {
    clearInterval(timer);
    keep();
  };
}
