import type { Clock } from '../../core/decision/ports.ts';
import type { Text } from './account.ts';
import type { TwilioFaults } from './faults.ts';
import type { Receptions } from './reception.ts';

/** How a simulated Twilio account is set up. */
export interface TwilioSettings {
  /** Ids, delays and what becomes of texts are drawn from it. */
  readonly seed: string;
  readonly clock: Clock;
  /** `AC` and 32 hexadecimal digits. */
  readonly sid: string;
  /** The first signs webhooks; each is taken by the API: there are two while one is being rolled. */
  tokens(): readonly string[];
  /** Numbers of the account, and whether they can send. */
  readonly numbers: readonly { readonly number: string; readonly canSend: boolean }[];
  /** Messaging services: texts are sent from the first of its numbers. */
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly receptions: Receptions;
  /** On average: from queued to sent, and from there to the end. */
  readonly sentMs: number;
  readonly endedMs: number;
  readonly switches: TwilioSwitches;
  readonly faults: TwilioFaults;
  /** Attempts after the first of a webhook that met a broken connection, a time-out or a 5xx. */
  readonly webhookRetries: number;
  readonly webhookRetryMs: number;
  readonly webhookTimeoutMs: number;
  /** Where a URL is really to be found: of what stands behind a proxy Twilio knows the public name alone. */
  route(url: string): string;
  /** So many messages are remembered, the newest. */
  readonly keeps: number;
  /** Told of each text as it reaches a phone. */
  onText?(text: Text): void;
}

/** What Twilio's pages leave open, or what the owner of an account sets. The first value is the default. */
export interface TwilioSwitches {
  /** Whether webhooks of replies say by `OptOutType` what Twilio made of them. */
  readonly optOut: 'default' | 'advanced';
  /** Whether YES counts as START: it is commonly listed so. */
  readonly yes: 'opts_in' | 'is_a_reply';
  /** Whether a list by `DateSent` holds messages that are not sent yet. */
  readonly unsent: 'left_out' | 'listed';
}

export const TWILIO_SWITCHES: TwilioSwitches = { optOut: 'default', yes: 'opts_in', unsent: 'left_out' };
