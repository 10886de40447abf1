// Regions that Unicode names but that are no countries of ISO 3166-1 (XK is none either, but card networks use it).
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ALIASES: readonly (readonly [string, string])[] = [
  ['usa', 'US'],
  ['u.s.', 'US'],
  ['u.s.a.', 'US'],
  ['america', 'US'],
  ['uk', 'GB'],
  ['u.k.', 'GB'],
  ['great britain', 'GB'],
  ['england', 'GB'],
];

/** What is known of countries: their codes (upper case) and how people call them. */
interface Countries {
  readonly codes: ReadonlySet<string>;
  /** Lower-case English names and a few aliases, to codes. */
  readonly codeByName: ReadonlyMap<string, string>;
}

let known: Countries | null = null;

/** The countries of ISO 3166-1, from the platform's tables; worked out once. */
export function countries(): Countries {
  known ??= readCountries();
  return known;
}

function readCountries(): Countries {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const codes = new Set<string>();
  const codeByName = new Map<string, string>();
  for (const first of LETTERS) {
    for (const second of LETTERS) {
      const code = first + second;
      const name = names.of(code);
      // Codes of countries that are gone have a name, but Unicode maps them to their successors.
      if (name === undefined || NO_COUNTRIES.has(code) || new Intl.Locale(`und-${code}`).region !== code) continue;
      codes.add(code);
      codeByName.set(name.toLowerCase(), code);
    }
  }
  for (const [alias, code] of ALIASES) codeByName.set(alias, code);
  return { codes, codeByName };
}
