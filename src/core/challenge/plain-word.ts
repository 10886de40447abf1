const SPACE_AND_PUNCTUATION = '[\\s\\p{Z}\\p{P}\\p{Cc}\\p{Cf}`<>|~^]+';
const AROUND = new RegExp(`^${SPACE_AND_PUNCTUATION}|${SPACE_AND_PUNCTUATION}$`, 'gu');

// Accents; not the strokes that cross a letter out (U+0334 to U+0338): a YES that is crossed out is none.
const ACCENTS = /[\u0300-\u0333\u0339-\u036f]/g;
const VARIATIONS = /[\ufe00-\ufe0f]/g;

/**
 * A text as it is compared: in lower case, without accents, without punctuation and space around it, whatever width its
 * letters have. What is within stays: `yes, no` is no word.
 */
export function plainWord(text: string): string {
  const letters = text.normalize('NFKC').normalize('NFD').replace(VARIATIONS, '').toLowerCase().replace(ACCENTS, '');
  return letters.normalize('NFC').replace(AROUND, '');
}

/** The words of a text, each as it is compared. */
export function plainWords(text: string): string[] {
  return text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map(plainWord)
    .filter((word) => word !== '');
}
