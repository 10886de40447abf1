import { z } from 'zod';
import { ApiError } from './error.ts';

// Stripe's parameters come as a form: every value is a text, an empty one unsets.

/** A text that isn't empty. */
export const text = z.string().min(1).max(5_000);

/** A whole number within the bounds, both included. */
export function integer(least = 0, most: number = Number.MAX_SAFE_INTEGER) {
  return z.string().transform((raw, context) => {
    const value = /^-?\d{1,16}$/.test(raw) ? Number(raw) : Number.NaN;
    if (!Number.isSafeInteger(value)) return refuse(context, 'parameter_invalid_integer', `Invalid integer: ${raw}`);
    if (value >= least && value <= most) return value;
    const bounds = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `from ${least} to ${most}`;
    return refuse(context, 'parameter_invalid_integer', `This value must be ${bounds}; it is ${raw}.`);
  });
}

/** A number that may have decimals, within the bounds. */
export function decimal(least: number, most: number) {
  return z.string().transform((raw, context) => {
    const value = /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : Number.NaN;
    if (value >= least && value <= most) return value;
    return refuse(context, null, `Invalid decimal: ${raw}; it must be a number from ${least} to ${most}.`);
  });
}

/** A decimal that is kept as the text that it is: at most 12 places, as Stripe's `*_decimal`. */
export const decimalText = z.string().regex(/^\d+(\.\d{1,12})?$/);

export const flag = z.enum(['true', 'false']).transform((raw) => raw === 'true');

export const currency = z
  .string()
  .regex(/^[a-z]{3}$/i)
  .transform((raw) => raw.toLowerCase());

/** ISO 3166-1 alpha-2. */
export const country = z.string().regex(/^[A-Z]{2}$/);

/** Nothing, written as an empty text, is null. */
export function emptyable<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((raw) => (raw === '' ? null : raw), schema.nullable());
}

/** A list; an empty text is the empty one. */
export function listOf<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((raw) => (raw === '' ? [] : raw), z.array(schema));
}

/** The parameters of a form, or an ApiError for the first that is wrong; one that the shape doesn't name is wrong. */
export function readParameters<Shape extends z.ZodRawShape>(shape: Shape, raw: unknown): z.output<z.ZodObject<Shape>> {
  const reading = z.strictObject(shape).safeParse(raw);
  if (reading.success) return reading.data as z.output<z.ZodObject<Shape>>;
  const issues = reading.error.issues;
  const first = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  throw first ? refusal(first, raw) : reading.error;
}

/** Marks a parameter as wrong, with Stripe's code for it; for use within a schema. */
export function refuse(context: z.RefinementCtx, code: string | null, message: string): never {
  context.addIssue({ code: 'custom', message, params: { code } });
  return z.NEVER;
}

function refusal(issue: z.core.$ZodIssue, raw: unknown): ApiError {
  const param = inForm(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const unknown = inForm([...issue.path, issue.keys[0] ?? '']);
    return new ApiError(`Received unknown parameter: ${unknown}`, { code: 'parameter_unknown', param: unknown });
  }
  const given = issue.path.reduce(valueAt, raw);
  if (given === undefined) {
    return new ApiError(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  if (given === '') {
    const message = `An empty value unsets a parameter, and '${param}' can't be unset: leave it out or fill it in.`;
    return new ApiError(message, { code: 'parameter_invalid_empty', param });
  }
  if (issue.code === 'custom') {
    const code = issue.params?.code;
    return new ApiError(issue.message, { ...(typeof code === 'string' && { code }), param });
  }
  if (issue.code === 'invalid_value') {
    return new ApiError(`Invalid ${param}: must be one of ${issue.values.join(', ')}`, { param });
  }
  if (issue.code === 'invalid_type') return new ApiError(`Invalid ${issue.expected}: ${shown(given)}`, { param });
  return new ApiError(`Invalid ${param}: ${shown(given)}`, { param });
}

function inForm(path: readonly PropertyKey[]): string {
  return path.map((key, index) => (index === 0 ? String(key) : `[${String(key)}]`)).join('');
}

function valueAt(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function shown(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 100);
}
