import { createHash, createHmac } from 'node:crypto';

/** A keyed hash for personal data and identifiers in keys: equal texts stay equal, and nothing else can be told. */
export function createHasher(key: string): (text: string) => string {
  return (text) => `hmac_${createHmac('sha256', key).update(text).digest('base64url').slice(0, 24)}`;
}

/** The SHA-256 of a text in hex, for content that is no secret. */
export function contentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
