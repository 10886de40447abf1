import { sayCount } from '../../../core/domain/figures.ts';
import { limits } from '../../../core/domain/limits.ts';
import { PURCHASES_PER_CARDHOLDER_DAY, type WorldOptions } from '../../../simulator/world/world.ts';
import { UsageError } from '../command.ts';
import type { DemoWish } from '../demo.ts';

/** Attacks are what there is to see, so there are more of them than in life. */
const FRAUD_SHARE = 0.05;
const DAY_SECONDS = 86_400;

/** A world but for its issuer and its books. */
export type DemoWorld = Omit<WorldOptions, 'issuer' | 'books'>;

/**
 * The world of a demo, by the time (the world's own) at which it begins. Throws UsageError at once where it would take
 * too many people.
 */
export function demoWorld(wish: DemoWish): (startMs: number) => DemoWorld {
  const cardholders = cardholdersFor(wish);
  return (startMs) => ({
    seed: wish.seed,
    scenario: wish.scenario,
    cardholders,
    fraudShare: FRAUD_SHARE,
    startMs,
    firstAttackAtMs: startMs + limits.demoFirstAttackMs * wish.speed,
  });
}

/** As many people as make so many purchases a second in a world that lives so fast. */
function cardholdersFor({ ratePerSecond, speed }: DemoWish): number {
  const wanted = Math.ceil((ratePerSecond * DAY_SECONDS) / speed / PURCHASES_PER_CARDHOLDER_DAY);
  if (wanted > limits.maxSimulatedCardholders) {
    throw new UsageError(
      `--rate ${ratePerSecond} at --speed ${speed} would take ${sayCount(wanted)} cardholders; ` +
        `raise the speed to ${Math.ceil((speed * wanted) / limits.maxSimulatedCardholders)} or more`,
    );
  }
  return Math.max(wanted, limits.minSimulatedCardholders);
}
