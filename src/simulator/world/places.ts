/** A city of the world. */
export interface Place {
  readonly city: string;
  readonly state: string | null;
  readonly country: string;
  readonly currency: string;
  /** `#` stands for a digit and `?` for a letter, in both patterns. */
  readonly postalCode: string;
  /** The world has no summer time. */
  readonly utcOffsetHours: number;
  /** What things cost here, compared with the price in the catalogue. */
  readonly priceLevel: number;
  /** How many live here, compared with others; 0: a place to travel to. */
  readonly homes: number;
}

type Row = readonly [city: string, state: string | null, postalCode: string, utcOffsetHours: number, homes: number];

const ROWS: Readonly<Record<string, { currency: string; priceLevel: number; places: readonly Row[] }>> = {
  US: {
    currency: 'usd',
    priceLevel: 1,
    places: [
      ['Austin', 'TX', '787##', -6, 10],
      ['Denver', 'CO', '802##', -7, 9],
      ['Seattle', 'WA', '981##', -8, 9],
      ['Chicago', 'IL', '606##', -6, 11],
      ['Boston', 'MA', '021##', -5, 9],
      ['Atlanta', 'GA', '303##', -5, 10],
      ['Phoenix', 'AZ', '850##', -7, 8],
      ['Columbus', 'OH', '432##', -5, 6],
    ],
  },
  GB: {
    currency: 'gbp',
    priceLevel: 1,
    places: [
      ['London', null, 'SE# #??', 0, 5],
      ['Leeds', null, 'LS# #??', 0, 3],
      ['Bristol', null, 'BS# #??', 0, 2],
    ],
  },
  DE: {
    currency: 'eur',
    priceLevel: 0.9,
    places: [
      ['Berlin', null, '10###', 1, 4],
      ['Leipzig', null, '04###', 1, 2],
    ],
  },
  FR: {
    currency: 'eur',
    priceLevel: 0.95,
    places: [
      ['Lyon', null, '6900#', 1, 3],
      ['Nantes', null, '4400#', 1, 2],
    ],
  },
  IE: { currency: 'eur', priceLevel: 1.1, places: [['Dublin', null, 'D0# ??##', 0, 4]] },
  ES: { currency: 'eur', priceLevel: 0.75, places: [['Valencia', null, '460##', 1, 3]] },
  CA: { currency: 'cad', priceLevel: 0.95, places: [['Toronto', 'ON', 'M#? #?#', -5, 0]] },
  CH: { currency: 'chf', priceLevel: 1.4, places: [['Basel', null, '40##', 1, 0]] },
  JP: { currency: 'jpy', priceLevel: 0.75, places: [['Osaka', null, '530-00##', 9, 0]] },
  KR: { currency: 'krw', priceLevel: 0.75, places: [['Busan', null, '48###', 9, 0]] },
  KW: { currency: 'kwd', priceLevel: 0.9, places: [['Kuwait City', null, '150##', 3, 0]] },
  MX: { currency: 'mxn', priceLevel: 0.6, places: [['Merida', 'YUC', '970##', -6, 0]] },
  PL: { currency: 'pln', priceLevel: 0.6, places: [['Gdansk', null, '80-###', 1, 0]] },
  SE: { currency: 'sek', priceLevel: 1.1, places: [['Gothenburg', null, '411 ##', 1, 0]] },
};

/** All cities of the world. */
export const PLACES: readonly Place[] = Object.entries(ROWS).flatMap(([country, { currency, priceLevel, places }]) =>
  places.map(([city, state, postalCode, utcOffsetHours, homes]) => ({
    city,
    state,
    country,
    currency,
    postalCode,
    utcOffsetHours,
    priceLevel,
    homes,
  })),
);

/** Where people live, each as often as people live there. */
export const HOMES: readonly Place[] = PLACES.flatMap((place) => Array.from({ length: place.homes }, () => place));
