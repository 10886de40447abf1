// The default alphabet and its extension, of 3GPP TS 23.038, section 6.2.1.
const BASIC = new Set(
  [
    '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&',
    "'()*+,-./0123456789:;<=>?¡",
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
  ].join(''),
);
const EXTENDED = new Set('\f^{}\\[~]|€');

// What one message holds, and what each part of a longer one does, beside its head.
const SIZES = { gsm: { alone: 160, part: 153 }, unicode: { alone: 70, part: 67 } } as const;

/** How a text goes out. */
export interface Segments {
  readonly alphabet: keyof typeof SIZES;
  /** How many messages the carrier makes, and bills, of it. */
  readonly count: number;
  /** Its length in the units of the alphabet. */
  readonly units: number;
}

/** Counts the segments of a text message: a letter beyond the GSM alphabet makes all of it cost more than double. */
export function segmentsOf(text: string): Segments {
  const alphabet = beyondGsm(text) === null ? 'gsm' : 'unicode';
  const sizes = [...text].map((letter) => (alphabet === 'gsm' && !EXTENDED.has(letter) ? 1 : sizeOf(letter, alphabet)));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { alone, part } = SIZES[alphabet];
  return { alphabet, units, count: units <= alone ? 1 : partsOf(sizes, part) };
}

/** The first letter of a text that the GSM alphabet does not have; null where it has all of them. */
export function beyondGsm(text: string): string | null {
  return [...text].find((letter) => !BASIC.has(letter) && !EXTENDED.has(letter)) ?? null;
}

function sizeOf(letter: string, alphabet: Segments['alphabet']): number {
  return alphabet === 'gsm' ? 2 : letter.length;
}

/** A letter of two units is never split over two parts. */
function partsOf(sizes: readonly number[], capacity: number): number {
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > capacity) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}
