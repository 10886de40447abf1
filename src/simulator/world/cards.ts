import { drawId, fillPattern } from './draw-text.ts';
import type { Habits, Program } from './habits.ts';
import type { CardDetails, CardholderDetails } from './issuer.ts';
import type { Random } from './random.ts';
import { fromUsd } from './rates.ts';
import { DAY_MS } from './time.ts';

interface Issued {
  readonly program: Program;
  readonly type: CardDetails['type'];
  readonly dailyLimitUsd?: number;
  readonly blockedCategories?: readonly string[];
}

const NOT_FOR_CHILDREN = ['betting_casino_gambling', 'cigar_stores_and_stands', 'drinking_places'];

/** One to three cards of one cardholder, the one used most in front. */
export function drawCards(
  random: Random,
  habits: Habits,
  holder: CardholderDetails,
  startMs: number,
): readonly CardDetails[] {
  return issuedTo(random, habits.program).map(({ program, type, dailyLimitUsd, blockedCategories }) => {
    const currency = CARD_CURRENCIES[habits.home.country] ?? 'usd';
    return {
      id: drawId('ic', random),
      cardholderId: holder.id,
      type,
      brand: program === 'business' ? 'MasterCard' : 'Visa',
      currency,
      last4: fillPattern('####', random),
      createdAtMs: random.integer(holder.createdAtMs, startMs - DAY_MS),
      metadata: { program },
      dailyLimitMinor: dailyLimitUsd === undefined ? null : fromUsd(dailyLimitUsd, currency).amountMinor,
      blockedCategories: blockedCategories ?? [],
    };
  });
}

const CARD_CURRENCIES: Readonly<Record<string, string>> = { GB: 'gbp', DE: 'eur', FR: 'eur', IE: 'eur', ES: 'eur' };

function issuedTo(random: Random, program: Program): readonly Issued[] {
  const virtual: readonly Issued[] = random.chance(0.5) ? [{ program, type: 'virtual' }] : [];
  switch (program) {
    case 'everyday':
      return [{ program, type: 'physical' }, ...virtual];
    case 'travel':
      return [{ program: 'everyday', type: 'physical' }, { program, type: 'physical' }, ...virtual];
    case 'business': {
      const dailyLimitUsd = random.pick([2_000, 5_000, 10_000]);
      if (random.chance(0.2)) return [{ program, type: 'virtual', dailyLimitUsd }];
      return [
        { program, type: 'physical', dailyLimitUsd },
        { program, type: 'virtual', dailyLimitUsd },
      ];
    }
    case 'family':
      return [
        { program, type: 'physical' },
        { program, type: 'physical', dailyLimitUsd: 120, blockedCategories: NOT_FOR_CHILDREN },
        ...virtual,
      ];
  }
}
