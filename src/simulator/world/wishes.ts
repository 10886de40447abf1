import type { KindName } from './merchant-kinds.ts';

/** How often something is wanted, compared with the others. */
export type Wishes = readonly (readonly [weight: number, name: KindName])[];

/** In the shops around home. */
export const AT_HOME = wishes({
  ...{ groceries: 22, cafe: 19, restaurant: 13, fuel: 9, transit: 9, pharmacy: 5, bar: 4, clothing: 4, department: 3 },
  ...{ hardware: 3, taxi: 2, gifts: 1, electronics: 1, jewelry: 0.3 },
});

/** On a journey. */
export const AWAY = wishes({
  ...{ restaurant: 28, cafe: 22, transit: 9, groceries: 9, taxi: 8, bar: 7, gifts: 6, clothing: 4, department: 3 },
  ...{ fuel: 2, pharmacy: 2, jewelry: 0.6 },
});

/** On the internet, from anywhere. */
export const ONLINE = wishes({
  ...{ shop: 34, wardrobe: 14, books: 11, hobby: 9, games: 7, gadgets: 6, media: 4, charity: 3, software: 3 },
  ...{ betting: 2.5, airline: 2.5, gifts: 2, prepaid: 1.5, agency: 1.5, jewelry: 0.3 },
});

function wishes(weights: Partial<Record<KindName, number>>): Wishes {
  return Object.entries(weights).map(([name, weight]) => [weight, name as KindName] as const);
}
