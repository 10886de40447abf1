import type { Random } from '../world/random.ts';

/** What becomes of a text to some number. */
export type Reception =
  | { readonly kind: 'delivered' }
  /** It arrives, and no carrier ever says so. */
  | { readonly kind: 'unconfirmed' }
  /** It does not arrive, and Twilio says so later: `failed` never left, `undelivered` got lost on the way. */
  | { readonly kind: 'failed' | 'undelivered'; readonly code: number }
  /** It is not taken at all. */
  | { readonly kind: 'refused'; readonly code: number };

export type Receptions = (to: string, random: Random) => Reception;

/** The numbers by which Twilio lets a refusal be tried: https://www.twilio.com/docs/iam/test-credentials */
const MAGIC: Readonly<Record<string, number>> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
};

/** Every text arrives, but for those to Twilio's own numbers for trying refusals. */
export function allDelivered(to: string): Reception {
  const code = MAGIC[to];
  return code === undefined ? { kind: 'delivered' } : { kind: 'refused', code };
}

/** As in life: nearly every text arrives, some unsaid; a phone is off, a carrier filters. */
export function mostlyDelivered(to: string, random: Random): Reception {
  const magic = allDelivered(to);
  if (magic.kind === 'refused') return magic;
  return random.weighted<Reception>([
    [96, { kind: 'delivered' }],
    [2, { kind: 'unconfirmed' }],
    [1.5, { kind: 'undelivered', code: 30003 }],
    [0.3, { kind: 'undelivered', code: 30007 }],
    [0.2, { kind: 'failed', code: 30008 }],
  ]);
}
