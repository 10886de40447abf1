import { systemClock } from '../../src/adapters/clock/system.ts';
import { createRandom } from '../../src/core/domain/random.ts';
import { createLeapingClock } from '../../src/simulator/clock.ts';
import { createProgram, type Program } from '../../src/simulator/program.ts';
import type { Asked, Outage, StripeAccount } from '../../src/simulator/stripe/account.ts';
import { DEFAULT_SETTINGS, DEFAULT_SWITCHES, type StripeSettings } from '../../src/simulator/stripe/settings.ts';
import type { SimulatedEvent } from '../../src/simulator/stripe/transport.ts';

export const DAY_MS = 86_400_000;
export const BALANCE_MINOR = 1_000_000_000_000;
type SimulatedTransaction = StripeAccount['objects']['transactions'] extends ReadonlyMap<string, infer T> ? T : never;

/** A card program whose life is lived day by day, with what goes wrong in it. */
export interface Month {
  readonly program: Program;
  readonly settings: StripeSettings;
  readonly asked: readonly Asked[];
  readonly emitted: readonly SimulatedEvent[];
  /** What each capture was to what its authorization held in that moment, by Stripe's own object. */
  readonly kinds: ReadonlyMap<string, string>;
  /** Lives one more day; afterwards merchants do what they should not. */
  liveDay(faults?: DayFaults): Promise<void>;
}

/** What else goes wrong on a day. */
export interface DayFaults {
  /** The share of asks that Stripe or the network answers by itself. */
  readonly outages?: number;
  /** Stripe takes none of our replies. */
  readonly areRepliesRefused?: boolean;
}

export interface MonthOptions {
  readonly seed: number;
  readonly port: number;
  readonly cardholders: number;
  readonly startMs: number;
  readonly secrets: { readonly asks: string; readonly events: string };
  readonly settings: Partial<StripeSettings>;
}

/** A program that begins with its first day. Events come twice and in disorder, and are sent until they are taken. */
export function createMonth({ seed, port, cardholders, startMs, secrets, settings: own }: MonthOptions): Month {
  const random = createRandom(seed);
  const [asked, emitted]: [Asked[], SimulatedEvent[]] = [[], []];
  const kinds = new Map<string, string>();
  const switches: { -readonly [Name in keyof StripeSettings['switches']]: StripeSettings['switches'][Name] } = {
    ...DEFAULT_SWITCHES,
    ...own.switches,
  };
  const settings: StripeSettings = { ...DEFAULT_SETTINGS, balanceMinor: BALANCE_MINOR, ...own, switches };
  let outages = 0;
  let day = 0;

  const program = createProgram({
    url: `http://127.0.0.1:${port}`,
    askSecrets: [secrets.asks],
    eventSecrets: [secrets.events],
    disorder: { duplicates: 0.05, overtaken: 0.15 },
    world: {
      ...{ seed: `month ${seed}`, startMs, cardholders, scenario: 'all', fraudShare: 0.05 },
      firstAttackAtMs: startMs + DAY_MS / 4,
    },
    idSeed: `month ${seed}`,
    settings,
    books: {
      purchased: () => undefined,
      attackBegan: () => undefined,
      loggedIn: () => undefined,
      disputed: () => undefined,
      texted: () => undefined,
      phoneChanged: () => undefined,
    },
    worldClock: createLeapingClock(startMs),
    // Stripe tries again after seconds and hours: here a hundred times as soon, for a minute and a half.
    machineClock: {
      nowMs: systemClock.nowMs,
      after: (ms, run) => systemClock.after(Math.min(ms / 100, 10_000), run),
    },
    outage: () => (random() < outages ? nextOutage(random) : null),
    onAsked: (ask) => void asked.push(ask),
    onEmitted(event) {
      emitted.push(event);
      if (event.type !== 'issuing_transaction.created') return;
      const transaction = event.data.object as SimulatedTransaction;
      // It is told of before its authorization changes.
      kinds.set(transaction.id, kindOf(transaction, program.account));
    },
  });

  return {
    ...{ program, settings, asked, emitted, kinds },
    async liveDay({ outages: share = 0, areRepliesRefused = false } = {}) {
      day += 1;
      outages = share;
      switches.replyVersions = areRepliesRefused ? 'dated' : (own.switches?.replyVersions ?? 'named');
      const signal = new AbortController().signal;
      await program.run({ untilMs: startMs + day * DAY_MS, atOnce: 8, signal });
      misbehave(program.account, random);
    },
  };
}

function nextOutage(random: () => number): Outage {
  return { reason: random() < 0.5 ? 'network_fallback' : 'stripe_internal_error', isApproved: random() < 0.4 };
}

/** By what Stripe holds for it as it comes. */
function kindOf({ type, amount, authorization }: SimulatedTransaction, { objects }: StripeAccount): string {
  if (type === 'refund') return 'refund';
  if (authorization === null) return 'forced_without_authorization';
  const held = objects.authorizations.get(typeof authorization === 'string' ? authorization : authorization.id);
  if (!held?.approved) return 'forced_after_decline';
  if (held.status === 'expired' || held.status === 'reversed') return 'late';
  return -amount > held.amount ? 'over' : -amount < held.amount ? 'partial' : 'normal';
}

/** Once a day: what merchants seldom do. */
function misbehave(account: StripeAccount, random: () => number): void {
  const all = [...account.objects.authorizations.values()];
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
  const minor = (most: number) => 1 + Math.floor(random() * Math.max(1, most));
  const open = all.filter(({ approved, status, amount }) => approved && status === 'pending' && amount > 100);
  const declined = pick(all.filter(({ approved, status }) => !approved && status === 'closed'));
  if (declined) account.captureRegardless(declined.id, minor(5_000));
  const reversed = pick(all.filter(({ status }) => status === 'reversed'));
  if (reversed) account.captureRegardless(reversed.id, minor(5_000));
  const estimated = pick(open);
  if (estimated) account.finalizeAmount(estimated.id, estimated.amount + minor(3_000));
  // Long enough ago that the merchant gives nothing back by itself any more.
  const newest = Math.max(...all.map(({ created }) => created));
  const shrunk = pick(open.filter(({ id, created }) => id !== estimated?.id && created < newest - 3 * 3_600));
  if (shrunk) void account.issuer.reverse(shrunk.id, minor(shrunk.amount / 2));
  const [card] = [...account.objects.cards.values()].filter(({ status }) => status === 'active');
  const [known] = all;
  if (card && known && random() < 0.3) {
    void account.issuer.forceCapture(card.id, merchantOf(known), {
      amountMinor: minor(9_000),
      currency: card.currency,
    });
  }
}

function merchantOf({ merchant_data: data, merchant_currency }: { merchant_data: object; merchant_currency: string }) {
  const known = data as Readonly<Record<string, string | null>>;
  return {
    ...{ networkId: known.network_id ?? '', name: known.name ?? '', category: known.category ?? '' },
    ...{ categoryCode: known.category_code ?? '', city: known.city ?? '', state: known.state ?? null },
    ...{ postalCode: known.postal_code ?? null, country: known.country ?? '', currency: merchant_currency },
    terminalId: known.terminal_id ?? null,
  };
}
