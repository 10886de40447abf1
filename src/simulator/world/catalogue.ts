import { fillPattern } from './draw-text.ts';
import type { Merchant } from './issuer.ts';
import { type KindName, MERCHANT_KINDS, type MerchantKind } from './merchant-kinds.ts';
import { HOMES, PLACES, type Place } from './places.ts';
import { createRandom, type Random } from './random.ts';

/** A merchant, and what the world knows of it. */
export interface Shop {
  readonly merchant: Merchant;
  readonly name: KindName;
  readonly kind: MerchantKind;
  readonly place: Place;
  readonly isOnline: boolean;
  /** Percent of its sales that are disputed, and of its declines that are for invalid numbers, in quiet times. */
  readonly disputeRatePercent: number;
  readonly invalidRatePercent: number;
}

/** The merchants of the world, some hundreds, the same for the same seed. */
export interface Catalogue {
  /** Those of a kind in a city; without a city those on the internet. Kinds that have none throw. */
  shops(name: KindName, place: Place | null): readonly Shop[];
  readonly all: readonly Shop[];
}

const FIRST_WORDS = [
  ...['Amber', 'Birch', 'Blue', 'Bramble', 'Cedar', 'Clover', 'Copper', 'Coral', 'Fern', 'Flint', 'Gable', 'Hazel'],
  ...['Heron', 'Indigo', 'Ivory', 'Juniper', 'Larch', 'Linden', 'Maple', 'Mossy', 'North', 'Ochre', 'Old', 'Otter'],
  ...['Pebble', 'Plum', 'Quiet', 'Rowan', 'Rust', 'Sable', 'Silver', 'Slate', 'Tall', 'Teal', 'Thistle', 'Willow'],
];
const SECOND_WORDS = [
  ...['Anchor', 'Arch', 'Barrel', 'Bell', 'Bridge', 'Button', 'Candle', 'Compass', 'Corner', 'Dial', 'Door', 'Ember'],
  ...['Feather', 'Gate', 'Harbor', 'Hearth', 'Hollow', 'Kettle', 'Key', 'Ladder', 'Lantern', 'Loom', 'Mill', 'Orchard'],
  ...['Pier', 'Pocket', 'Quill', 'Ribbon', 'Sail', 'Spoon', 'Stair', 'Thimble', 'Tide', 'Wagon', 'Wharf', 'Wheel'],
];

/** Draws the merchants: a handful of each kind in each city, and others on the internet. */
export function createCatalogue(seed: string): Catalogue {
  const random = createRandom(seed, 'catalogue');
  const taken = new Set<string>();
  const shelves = new Map<string, Shop[]>();
  for (const [name, kind] of MERCHANT_KINDS) {
    for (const place of PLACES) {
      const shops = Array.from({ length: kind.inCity }, () => drawShop(random, name, kind, place, false, taken));
      shelves.set(shelf(name, place), shops);
    }
    const online = Array.from({ length: kind.online }, () => {
      // Most are in the country where most cards are, and one in six anywhere.
      const place = random.pick(random.chance(1 / 6) ? PLACES : HOMES);
      return drawShop(random, name, kind, place, true, taken);
    });
    shelves.set(shelf(name, null), online);
  }
  return {
    all: [...shelves.values()].flat(),
    shops(name, place) {
      const shops = shelves.get(shelf(name, place));
      if (!shops?.length) throw new RangeError(`no ${name} in ${place?.city ?? 'the internet'}`);
      return shops;
    },
  };
}

function shelf(name: KindName, place: Place | null): string {
  return place ? `${name} ${place.city}` : name;
}

function drawShop(
  random: Random,
  name: KindName,
  kind: MerchantKind,
  place: Place,
  isOnline: boolean,
  taken: Set<string>,
): Shop {
  return {
    name,
    kind,
    place,
    isOnline,
    disputeRatePercent: random.lognormal(isOnline ? 0.5 : 0.15, 0.7) * (kind.isRisky ? 1.8 : 1),
    invalidRatePercent: random.lognormal(isOnline ? 2.2 : 0.8, 0.6),
    merchant: {
      networkId: fillPattern('4###########', random),
      name: drawName(random, kind, taken),
      category: kind.category,
      categoryCode: kind.categoryCode,
      city: place.city,
      state: place.state,
      postalCode: fillPattern(place.postalCode, random),
      country: place.country,
      currency: place.currency,
      terminalId: isOnline ? null : fillPattern('T#######', random),
    },
  };
}

function drawName(random: Random, kind: MerchantKind, taken: Set<string>): string {
  for (;;) {
    const [first, second] = [random.pick(FIRST_WORDS), random.pick(SECOND_WORDS)];
    const name = `${first} ${random.chance(0.3) ? '& ' : ''}${second} ${random.pick(kind.words)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
