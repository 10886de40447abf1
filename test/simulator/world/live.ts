import type { AttackBegun, Login, PhoneChanged, PurchaseEntry, TextSent } from '../../../src/simulator/world/books.ts';
import { createWorld, type WorldOptions } from '../../../src/simulator/world/world.ts';
import { createFakeIssuer, type FakeIssuer } from '../../support/issuer.ts';

/** A Monday, in the morning of the United States. */
export const START_MS = Date.UTC(2026, 0, 5, 14);
export const DAY_MS = 86_400_000;

/** What a world's books say, and its issuer. */
export interface Lived {
  readonly purchases: PurchaseEntry[];
  readonly attacks: AttackBegun[];
  readonly logins: Login[];
  readonly disputes: { authorizationId: string; atMs: number; isFraudClaimed: boolean }[];
  readonly texts: TextSent[];
  readonly phones: PhoneChanged[];
  readonly issuer: FakeIssuer;
}

/** A small quiet world, and where it writes. */
export function worldOf(options: Partial<WorldOptions> = {}, issuer: FakeIssuer = createFakeIssuer()) {
  const lived: Lived = { purchases: [], attacks: [], logins: [], disputes: [], texts: [], phones: [], issuer };
  const world = createWorld({
    seed: 'a',
    startMs: START_MS,
    cardholders: 20,
    scenario: 'quiet',
    fraudShare: 0.01,
    firstAttackAtMs: null,
    issuer,
    books: {
      purchased: (entry) => void lived.purchases.push(entry),
      attackBegan: (attack) => void lived.attacks.push(attack),
      loggedIn: (login) => void lived.logins.push(login),
      texted: (sent) => void lived.texts.push(sent),
      phoneChanged: (change) => void lived.phones.push(change),
      disputed: (authorizationId, atMs, isFraudClaimed) =>
        void lived.disputes.push({ authorizationId, atMs, isFraudClaimed }),
    },
    ...options,
  });
  return { world, lived };
}

/** Lets a world live so many days, one thing after the other. */
export async function live(days: number, options: Partial<WorldOptions> = {}, issuer?: FakeIssuer): Promise<Lived> {
  const { world, lived } = worldOf(options, issuer);
  const untilMs = START_MS + days * DAY_MS;
  for (let atMs = world.peekMs(); atMs !== null && atMs < untilMs; atMs = world.peekMs()) await world.next()?.run();
  return lived;
}

/** What was bought, in dollars, and the others of its scenario. */
export function usd({ amountUsd }: PurchaseEntry): number {
  return amountUsd.amountMinor / 100;
}

/** The value below which `share` of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
}
