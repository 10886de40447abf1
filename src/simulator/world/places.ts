/** A city of the world. */
export interface Place {
  readonly city: string;
  readonly state: string | null;
  readonly country: string;
  readonly currency: string;
  /** `#` stands for a digit and `?` for a letter, in both patterns. */
  readonly postalCode: string;
  /** A range of numbers that are kept for fiction; null where the country has none. */
  readonly phone: string | null;
  /** The world has no summer time. */
  readonly utcOffsetHours: number;
  /** What things cost here, compared with the price in the catalogue. */
  readonly priceLevel: number;
  /** How many live here, compared with others; 0: a place to travel to. */
  readonly homes: number;
}

type Row = readonly [
  city: string,
  state: string | null,
  postalCode: string,
  phone: string | null,
  utcOffsetHours: number,
  homes: number,
];

// 555-01XX (North America), Ofcom's, Bundesnetzagentur's, Arcep's and ComReg's numbers for drama. Spain keeps none.
const ROWS: Readonly<Record<string, { currency: string; priceLevel: number; places: readonly Row[] }>> = {
  US: {
    currency: 'usd',
    priceLevel: 1,
    places: [
      ['Austin', 'TX', '787##', '+151255501##', -6, 10],
      ['Denver', 'CO', '802##', '+130355501##', -7, 9],
      ['Seattle', 'WA', '981##', '+120655501##', -8, 9],
      ['Chicago', 'IL', '606##', '+131255501##', -6, 11],
      ['Boston', 'MA', '021##', '+161755501##', -5, 9],
      ['Atlanta', 'GA', '303##', '+140455501##', -5, 10],
      ['Phoenix', 'AZ', '850##', '+160255501##', -7, 8],
      ['Columbus', 'OH', '432##', '+161455501##', -5, 6],
    ],
  },
  GB: {
    currency: 'gbp',
    priceLevel: 1,
    places: [
      ['London', null, 'SE# #??', '+447700900###', 0, 5],
      ['Leeds', null, 'LS# #??', '+447700900###', 0, 3],
      ['Bristol', null, 'BS# #??', '+447700900###', 0, 2],
    ],
  },
  DE: {
    currency: 'eur',
    priceLevel: 0.9,
    places: [
      ['Berlin', null, '10###', '+4917139200##', 1, 4],
      ['Leipzig', null, '04###', '+4917139200##', 1, 2],
    ],
  },
  FR: {
    currency: 'eur',
    priceLevel: 0.95,
    places: [
      ['Lyon', null, '6900#', '+3363998####', 1, 3],
      ['Nantes', null, '4400#', '+3363998####', 1, 2],
    ],
  },
  IE: { currency: 'eur', priceLevel: 1.1, places: [['Dublin', null, 'D0# ??##', '+35320910####', 0, 4]] },
  ES: { currency: 'eur', priceLevel: 0.75, places: [['Valencia', null, '460##', null, 1, 3]] },
  CA: { currency: 'cad', priceLevel: 0.95, places: [['Toronto', 'ON', 'M#? #?#', null, -5, 0]] },
  CH: { currency: 'chf', priceLevel: 1.4, places: [['Basel', null, '40##', null, 1, 0]] },
  JP: { currency: 'jpy', priceLevel: 0.75, places: [['Osaka', null, '530-00##', null, 9, 0]] },
  KR: { currency: 'krw', priceLevel: 0.75, places: [['Busan', null, '48###', null, 9, 0]] },
  KW: { currency: 'kwd', priceLevel: 0.9, places: [['Kuwait City', null, '150##', null, 3, 0]] },
  MX: { currency: 'mxn', priceLevel: 0.6, places: [['Merida', 'YUC', '970##', null, -6, 0]] },
  PL: { currency: 'pln', priceLevel: 0.6, places: [['Gdansk', null, '80-###', null, 1, 0]] },
  SE: { currency: 'sek', priceLevel: 1.1, places: [['Gothenburg', null, '411 ##', null, 1, 0]] },
};

/** All cities of the world. */
export const PLACES: readonly Place[] = Object.entries(ROWS).flatMap(([country, { currency, priceLevel, places }]) =>
  places.map(([city, state, postalCode, phone, utcOffsetHours, homes]) => ({
    city,
    state,
    country,
    currency,
    postalCode,
    phone,
    utcOffsetHours,
    priceLevel,
    homes,
  })),
);

/** Where people live, each as often as people live there. */
export const HOMES: readonly Place[] = PLACES.flatMap((place) => Array.from({ length: place.homes }, () => place));
