/** What a kind of merchant sells, at what price, and how many there are. */
export interface MerchantKind {
  /** Stripe's name and the network's code. */
  readonly category: string;
  readonly categoryCode: string;
  /** Half of the purchases are below this, in dollars; `sigma` is of the price's logarithm. */
  readonly medianUsd: number;
  readonly sigma: number;
  /** In each city, or in the whole world on the internet. */
  readonly inCity: number;
  readonly online: number;
  /** Last words of the merchants' names. */
  readonly words: readonly string[];
  /** What is bought there is easily sold on: thieves like it, and scores know. */
  readonly isRisky: boolean;
}

/** `groceries` and so on. */
export type KindName = keyof typeof KINDS;

type Row = readonly [
  category: string,
  categoryCode: string,
  medianUsd: number,
  sigma: number,
  inCity: number,
  online: number,
  words: readonly string[],
];

const KINDS = {
  groceries: ['grocery_stores_supermarkets', '5411', 42, 0.7, 3, 0, ['Market', 'Grocers', 'Foods']],
  restaurant: ['eating_places_restaurants', '5812', 38, 0.6, 3, 0, ['Kitchen', 'Table', 'Bistro']],
  cafe: ['fast_food_restaurants', '5814', 9, 0.5, 3, 0, ['Coffee', 'Sandwiches', 'Noodles']],
  bar: ['drinking_places', '5813', 24, 0.6, 1, 0, ['Taproom', 'Bar']],
  fuel: ['automated_fuel_dispensers', '5542', 45, 0.35, 2, 0, ['Fuel', 'Service Station']],
  pharmacy: ['drug_stores_and_pharmacies', '5912', 21, 0.7, 1, 0, ['Pharmacy']],
  clothing: ['family_clothing_stores', '5651', 62, 0.7, 2, 0, ['Clothing', 'Outfitters']],
  electronics: ['electronics_stores', '5732', 130, 0.9, 1, 0, ['Electronics']],
  department: ['department_stores', '5311', 70, 0.8, 1, 0, ['Department Store']],
  hardware: ['home_supply_warehouse_stores', '5200', 70, 0.9, 1, 0, ['Home Supply']],
  transit: ['commuter_transport_and_ferries', '4111', 4, 0.5, 1, 0, ['Transit']],
  taxi: ['taxicabs_limousines', '4121', 19, 0.5, 1, 0, ['Cabs']],
  hotel: ['hotels_motels_and_resorts', '7011', 140, 0.35, 2, 0, ['Hotel', 'Inn']],
  gifts: ['gift_card_novelty_and_souvenir_shops', '5947', 42, 0.7, 1, 2, ['Gift Cards', 'Keepsakes']],
  jewelry: ['jewelry_stores_watches_clocks_and_silverware_stores', '5944', 180, 0.9, 1, 1, ['Jewelers']],
  shop: ['miscellaneous_general_merchandise', '5399', 44, 0.8, 0, 14, ['Goods', 'Store', 'Supply']],
  books: ['book_stores', '5942', 22, 0.6, 0, 6, ['Books']],
  wardrobe: ['mens_womens_clothing_stores', '5691', 65, 0.7, 0, 8, ['Apparel', 'Threads']],
  gadgets: ['computer_software_stores', '5734', 110, 0.9, 0, 6, ['Computers', 'Devices']],
  hobby: ['hobby_toy_and_game_shops', '5945', 34, 0.7, 0, 6, ['Hobbies', 'Toys']],
  media: ['digital_goods_media', '5815', 11, 0.35, 0, 6, ['Stream', 'Music', 'Films']],
  software: ['digital_goods_applications', '5817', 15, 0.5, 0, 6, ['Software', 'Apps']],
  telecom: ['telecommunication_services', '4814', 45, 0.3, 0, 5, ['Mobile', 'Broadband']],
  games: ['digital_goods_games', '5816', 18, 0.8, 0, 5, ['Games']],
  betting: ['betting_casino_gambling', '7995', 40, 0.9, 0, 3, ['Bets']],
  prepaid: ['non_fi_stored_value_card_purchase_load', '6540', 60, 0.7, 0, 3, ['Prepaid']],
  airline: ['airlines_air_carriers', '4511', 310, 0.5, 0, 4, ['Air']],
  agency: ['travel_agencies_tour_operators', '4722', 210, 0.6, 0, 3, ['Travel']],
  charity: ['charitable_and_social_service_organizations_fundraising', '8398', 25, 0.6, 0, 4, ['Fund', 'Relief']],
} as const satisfies Record<string, Row>;

const RISKY: readonly KindName[] = ['electronics', 'gifts', 'jewelry', 'gadgets', 'games', 'betting', 'prepaid'];

/** Every kind by its name. */
export const MERCHANT_KINDS: ReadonlyMap<KindName, MerchantKind> = new Map(
  (Object.keys(KINDS) as KindName[]).map((name) => {
    const [category, categoryCode, medianUsd, sigma, inCity, online, words] = KINDS[name];
    return [name, { category, categoryCode, medianUsd, sigma, inCity, online, words, isRisky: RISKY.includes(name) }];
  }),
);
