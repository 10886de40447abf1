// Stripe adds fields and enum values at any time, and leaves fields out: these readers take what is of the right kind
// and give null for everything else, so that one odd field never costs the answer.

export type Fields = Readonly<Record<string, unknown>>;

/** A JSON object as fields; anything else has none. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A string that isn't empty. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function boolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A finite number, also where it was sent as a decimal string (Stripe's `*_decimal` fields are). */
export function decimal(value: unknown): number | null {
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A whole number that a double holds exactly: amounts in minor units, and times in seconds. */
export function integer(value: unknown): number | null {
  const number = decimal(value);
  return number !== null && Number.isSafeInteger(number) ? number : null;
}

/** A time in Stripe's seconds as milliseconds. */
export function timeMs(value: unknown): number | null {
  const seconds = integer(value);
  return seconds !== null && Math.abs(seconds) < 8.64e12 ? seconds * 1000 : null;
}

/** The id of something that is either expanded or given by its id. */
export function idOf(value: unknown): string | null {
  return text(value) ?? text(fieldsOf(value).id);
}
