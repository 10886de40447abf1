import { createHash, randomBytes } from 'node:crypto';

/** A new key: 32 random bytes behind `csk_`. */
export function newApiKeyText(): string {
  return `csk_${randomBytes(32).toString('base64url')}`;
}

/** What a browser keeps while somebody is signed in: 32 random bytes behind `css_`. */
export function newSessionText(): string {
  return `css_${randomBytes(32).toString('base64url')}`;
}

/** What a link to sign in by ends in: 32 random bytes behind `csl_`. */
export function newLinkText(): string {
  return `csl_${randomBytes(32).toString('base64url')}`;
}

/**
 * What is stored of a key, a session or a link. A fast hash is enough: slow ones protect what people choose, and nobody
 * guesses 256 random bits.
 */
export function keyHash(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
