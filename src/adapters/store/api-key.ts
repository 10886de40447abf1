import { createHash, randomBytes } from 'node:crypto';

/** A new key: 32 random bytes behind `csk_`. */
export function newApiKeyText(): string {
  return `csk_${randomBytes(32).toString('base64url')}`;
}

/**
 * What is stored of a key. A fast hash is enough: slow ones protect what people choose, and nobody guesses 256 random
 * bits.
 */
export function keyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
