/**
 * 64 bits of some values in a row, in two halves: what is looked up for each row must be no text that is made for it,
 * nor kept. Among a hundred million of them two share one by chance once in four thousand.
 */
export interface Fingerprint {
  /** Each half is an integer of 32 bits with a sign. */
  readonly high: number;
  readonly low: number;
  /** Forgets what was added. */
  begin(): Fingerprint;
  /** Adds a text, and where it ends. */
  text(value: string): Fingerprint;
  /** Adds a whole number. */
  number(value: number): Fingerprint;
  /** Mixes what was added. */
  end(): Fingerprint;
}

const HIGH_PRIME = 0x9e3779b1;
const LOW_PRIME = 0x01000193;
const TWO_TO_32 = 4_294_967_296;

/** Of nothing yet; it is used again for one key after another. */
export function createFingerprint(): Fingerprint {
  const self = {
    high: 0,
    low: 0,
    begin() {
      self.high = 0x5bd1e995;
      self.low = 0x811c9dc5 | 0;
      return self;
    },
    text(value: string) {
      let { high, low } = self;
      for (let index = 0; index < value.length; index += 1) {
        const code = value.charCodeAt(index);
        high = Math.imul(high ^ code, HIGH_PRIME);
        // The high bits of a product know more of what went in than the low ones: turn them round.
        high = (high << 13) | (high >>> 19);
        low = Math.imul(low ^ code, LOW_PRIME);
      }
      self.high = Math.imul(high ^ END, HIGH_PRIME);
      self.low = Math.imul(low ^ END, LOW_PRIME);
      return self;
    },
    number(value: number) {
      self.high = Math.imul(self.high ^ (value | 0), HIGH_PRIME) ^ Math.floor(value / TWO_TO_32);
      self.low = Math.imul(mixed(self.low ^ (value | 0)) ^ Math.floor(value / TWO_TO_32), LOW_PRIME);
      return self;
    },
    end() {
      self.high = mixed(self.high);
      self.low = mixed(self.low);
      return self;
    },
  };
  return self;
}

/** No text holds it: code units have 16 bits. */
const END = 0x10000;

/** The finaliser of MurmurHash3: each bit of the result hangs on all of what is given. */
function mixed(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
