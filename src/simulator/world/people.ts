import { drawId, fillPattern } from './draw-text.ts';
import type { Habits } from './habits.ts';
import type { CardholderDetails } from './issuer.ts';
import { phoneRange } from './phone-numbers.ts';
import type { Random } from './random.ts';
import { DAY_MS } from './time.ts';

// Ordinary names, combined by chance.
const GIVEN = [
  ...['Ada', 'Amir', 'Anna', 'Ben', 'Carla', 'Chidi', 'Clara', 'Daniel', 'Elif', 'Elena', 'Emil', 'Fatima', 'Felix'],
  ...['Grace', 'Hana', 'Hugo', 'Ines', 'Ivan', 'Jonas', 'Julia', 'Kofi', 'Lena', 'Liam', 'Lucia', 'Maya', 'Mateo'],
  ...['Mina', 'Nadia', 'Nils', 'Nora', 'Omar', 'Paula', 'Ravi', 'Rosa', 'Samir', 'Sara', 'Theo', 'Vera', 'Yuki', 'Zoe'],
];
const FAMILY = [
  ...['Abbot', 'Arden', 'Ashby', 'Barlow', 'Becker', 'Brandt', 'Calder', 'Castro', 'Cole', 'Dalton', 'Duarte', 'Ellis'],
  ...['Farrow', 'Fischer', 'Garnier', 'Gray', 'Hale', 'Hobbs', 'Ibarra', 'Keller', 'Kerr', 'Lowe', 'Marsh', 'Mendes'],
  ...[
    'Moreau',
    'Nash',
    'Okoro',
    'Ortega',
    'Patel',
    'Penn',
    'Quinn',
    'Rhodes',
    'Rossi',
    'Sato',
    'Shah',
    'Vogel',
    'Ward',
  ],
];
const STREETS = ['Alder', 'Canal', 'Chapel', 'Elm', 'Garden', 'Hill', 'Market', 'Mill', 'Orchard', 'River', 'Station'];

/** Who the cardholder is for the issuer; the account was opened in the two years before `startMs`. */
export function drawPerson(random: Random, { number, home }: Habits, startMs: number): CardholderDetails {
  const given = random.pick(GIVEN);
  const family = random.pick(FAMILY);
  const range = phoneRange(home.country, number);
  const hasPhone = range !== null && random.chance(0.88);
  return {
    id: drawId('ich', random),
    name: `${given} ${family}`,
    email: `${given}.${family}.${number + 1}@example.com`.toLowerCase(),
    phone: hasPhone ? fillPattern(range, random) : null,
    line1: `${random.integer(1, 240)} ${random.pick(STREETS)} Street`,
    city: home.city,
    state: home.state,
    postalCode: fillPattern(home.postalCode, random),
    country: home.country,
    createdAtMs: startMs - random.integer(5 * DAY_MS, 730 * DAY_MS),
    metadata: {},
  };
}
