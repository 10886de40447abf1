import { limits } from '../../../core/domain/limits.ts';
import { createKept } from './kept.ts';

/** A keyed hash of a text: what ends in at least 22 letters, digits, `-` and `_` that nothing can be told from. */
export type Hash = (text: string) => string;

const LENGTH = 22;

/**
 * The hash's last 22 characters (132 bits), kept ready for texts that came up lately: the same cards and merchants come
 * again, and a hash costs more than all else of a key.
 */
export function createKeptHash(hash: Hash): Hash {
  const kept = createKept<string>(limits.keptHashes);
  return (text) => {
    let hashed = kept.get(text);
    if (hashed === undefined) {
      hashed = hash(text).slice(-LENGTH);
      kept.set(text, hashed);
    }
    return hashed;
  };
}
