const LONGEST_TEXT = 80;

/**
 * Text of others, e.g. a merchant's name: it can't forge lines, move the cursor or fill the page. What is longer than
 * `longest` characters ends in an ellipsis.
 */
export function plain(text: string, longest = LONGEST_TEXT): string {
  const shown = harmless(text);
  return shown.length <= longest ? shown : `${shown.slice(0, longest - 1)}…`;
}

/** The same, as long as it is. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
