/**
 * Whether a card is in a rule's sample: the same card always is or never is, whoever asks and however often, so that a
 * retry can't change sides; another rule draws other cards. `percent` of all cards are, from 0 to 100.
 */
export function isSampled(ruleId: string, cardId: string | null, percent: number): boolean {
  if (percent >= 100) return true;
  return cardId !== null && (hashOf(`${ruleId}\u0000${cardId}`) / 4_294_967_296) * 100 < percent;
}

/** A text's own number of 32 bits: FNV-1a, mixed by the finaliser of MurmurHash3. INVARIANT: it never changes. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
