import type { PendingRequest } from './authorization-object.ts';
import type { Switches } from './settings.ts';

/** An answer of the program's that Stripe takes. */
export interface Reply {
  readonly isApproved: boolean;
  /** Only where the amount is controllable, and named. */
  readonly amountMinor: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly wantsChallenge: boolean;
}

export type ReplyReading =
  | { readonly isValid: true; readonly reply: Reply }
  | { readonly isValid: false; readonly problem: string };

/** An answer as it came over HTTP. */
export interface RawReply {
  readonly headers: Headers;
  readonly body: string;
}

const KEYS = ['approved', 'amount', 'metadata', 'send_fraud_challenges'];
const VERSIONS = { named: /^\d{4}-\d\d-\d\d(\.[a-z]+)?$/, dated: /^\d{4}-\d\d-\d\d$/ } as const;
const MAX_METADATA_KEYS = 50;
const MAX_KEY_LENGTH = 40;
const MAX_VALUE_LENGTH = 500;

/**
 * Reads a 200 answer as strictly as Stripe might: anything that its page on real-time authorizations doesn't allow is
 * a problem, told in one sentence (`request_history.reason_message`).
 */
export function readReply(
  { headers, body }: RawReply,
  request: PendingRequest,
  versions: Switches['replyVersions'],
): ReplyReading {
  const problem = headersProblem(headers, versions);
  if (problem !== null) return { isValid: false, problem };
  const fields = parseObject(body);
  if (!fields) return { isValid: false, problem: 'The body is not a JSON object.' };
  const fault = fieldsProblem(fields, request);
  if (fault !== null) return { isValid: false, problem: fault };
  return { isValid: true, reply: replyOf(fields, request) };
}

function replyOf(fields: Readonly<Record<string, unknown>>, request: PendingRequest): Reply {
  const { approved, amount, metadata, send_fraud_challenges: challenges } = fields;
  return {
    isApproved: approved === true,
    amountMinor: request.is_amount_controllable && typeof amount === 'number' ? amount : null,
    metadata: (metadata ?? {}) as Record<string, string>,
    wantsChallenge: challenges !== undefined,
  };
}

function headersProblem(headers: Headers, versions: Switches['replyVersions']): string | null {
  const type = headers.get('content-type');
  if (type === null) return 'The Content-Type header is missing; it must be application/json.';
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
    return `The Content-Type is ${quoted(type)}; it must be application/json.`;
  }
  const version = headers.get('stripe-version');
  if (version === null) return 'The Stripe-Version header is missing.';
  return VERSIONS[versions].test(version) ? null : `The Stripe-Version ${quoted(version)} is not an API version.`;
}

function parseObject(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return isHash(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function fieldsProblem(fields: Readonly<Record<string, unknown>>, request: PendingRequest): string | null {
  const unknown = Object.keys(fields).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `Received unknown parameter: ${quoted(unknown)}.`;
  const { approved, amount, metadata, send_fraud_challenges: challenges } = fields;
  if (approved === undefined) return 'Missing required parameter: approved.';
  if (typeof approved !== 'boolean') return 'The parameter approved must be true or false.';
  return (
    (request.is_amount_controllable && amount !== undefined ? amountProblem(amount, request) : null) ??
    (metadata === undefined ? null : metadataProblem(metadata)) ??
    (challenges === undefined ? null : challengesProblem(challenges, approved))
  );
}

function amountProblem(amount: unknown, { amount_details }: PendingRequest): string | null {
  if (!Number.isSafeInteger(amount) || Number(amount) <= 0) return 'The parameter amount must be a positive integer.';
  const cashback = amount_details?.cashback_amount ?? 0;
  return Number(amount) < cashback
    ? `The parameter amount must not be below the cashback amount of ${cashback}.`
    : null;
}

function metadataProblem(metadata: unknown): string | null {
  if (!isHash(metadata)) return 'The parameter metadata must be an object.';
  const entries = Object.entries(metadata);
  if (entries.length > MAX_METADATA_KEYS) return `The metadata has more than ${MAX_METADATA_KEYS} keys.`;
  for (const [key, value] of entries) {
    if (key.length === 0) return 'A metadata key is empty.';
    if (key.length > MAX_KEY_LENGTH)
      return `The metadata key ${quoted(key)} is over ${MAX_KEY_LENGTH} characters long.`;
    if (typeof value !== 'string') return `The metadata value of ${quoted(key)} is not a string.`;
    if (value.length > MAX_VALUE_LENGTH) {
      return `The metadata value of ${quoted(key)} is over ${MAX_VALUE_LENGTH} characters long.`;
    }
  }
  return null;
}

function challengesProblem(challenges: unknown, isApproved: boolean): string | null {
  if (!Array.isArray(challenges) || challenges.length !== 1 || challenges[0] !== 'sms') {
    return 'The parameter send_fraud_challenges must be ["sms"].';
  }
  return isApproved ? 'Fraud challenges can only be sent for declined authorizations.' : null;
}

function isHash(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What others sent, within bounds: it ends up in `reason_message`. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
