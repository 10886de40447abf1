/** The words of a name, in lower case: `customerEmail` and `customer-email` are customer and email. */
export function wordsOf(name: string): string[] {
  const spaced = name.replace(/([a-z\d])([A-Z])/g, '$1 $2');
  return spaced
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether a word is one of these, alone, as several (`emails`) or counted (`phone2`). */
export function isOneOf(words: ReadonlySet<string>, word: string): boolean {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/\d+$/, '')].some((each) =>
    words.has(each),
  );
}
