/** What a refusal of Twilio's means for the text that was refused: it was certainly not sent. */
export interface RefusalKind {
  /** A short code, as it stands on a question that can't be put. */
  readonly because: string;
  /** Another try of the same text would be refused again. */
  readonly isPermanent: boolean;
  /** The owner of the number said STOP to this sender. */
  readonly isOptOut: boolean;
}

const permanent = (because: string): RefusalKind => ({ because, isPermanent: true, isOptOut: false });
const passing = (because: string): RefusalKind => ({ because, isPermanent: false, isOptOut: false });

/** Twilio's error codes for a text that it does not take ("Error and Warning Dictionary" of its documentation). */
const REFUSALS: Readonly<Record<number, RefusalKind>> = {
  20003: passing('twilio_not_authorized'),
  20404: passing('twilio_account_unknown'),
  20429: passing('twilio_busy'),
  21211: permanent('invalid_number'),
  21408: permanent('country_not_enabled'),
  21606: permanent('sender_unusable'),
  21608: permanent('number_not_verified'),
  21610: { because: 'opted_out', isPermanent: true, isOptOut: true },
  21611: passing('twilio_busy'),
  21612: permanent('unroutable'),
  21614: permanent('not_sms_capable'),
  21659: permanent('sender_unusable'),
  21660: permanent('sender_unusable'),
  21703: permanent('sender_unusable'),
};

/**
 * What a refusal means. A code that is not known is about the text, which stays as it is; a refusal without a code
 * comes from something on the way, or from settings, and may pass.
 */
export function refusalOf(code: number | null): RefusalKind {
  if (code === null) return passing('twilio_refused');
  return REFUSALS[code] ?? permanent(`twilio_${code}`);
}

/** Twilio's codes for a text that did not arrive, as a status callback and the list of messages have them. */
const FAILURES: Readonly<Record<number, string>> = {
  21610: 'opted_out',
  30003: 'phone_unreachable',
  30004: 'blocked',
  30005: 'number_unknown',
  30006: 'landline_or_unreachable',
  30007: 'filtered',
  30008: 'carrier_error',
  30032: 'sender_unregistered',
  30034: 'sender_unregistered',
};

/** Why a text did not arrive, as a short code. */
export function failureOf(code: number | null): string {
  if (code === null || code === 0) return 'not_delivered';
  return FAILURES[code] ?? `twilio_${code}`;
}
