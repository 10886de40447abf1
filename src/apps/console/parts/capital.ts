/** A sentence from a text that begins in the midst of one. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
