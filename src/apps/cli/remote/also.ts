/** What else was said to be a person's, with commas in between. */
export function alsoOption(given: string | boolean | undefined): string[] {
  if (typeof given !== 'string') return [];
  return given
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
