import type twilio from 'twilio';
import { limits } from '../../core/domain/limits.ts';
import { type RefusalKind, refusalOf } from './errors.ts';
import type { TwilioSettings } from './settings.ts';

/** A text to somebody. */
export interface OutgoingMessage {
  /** E.164 */
  readonly to: string;
  /** A number, or the MG… of a messaging service. */
  readonly from: string;
  readonly body: string;
  /** Where Twilio tells what becomes of it. */
  readonly statusCallback: string;
  /** What was not handed to the carrier by then is dropped. */
  readonly validitySeconds: number;
}

/** What became of an attempt to send. */
export type Sending =
  | { readonly kind: 'sent'; readonly sid: string }
  /** Twilio answered that it does not send it. */
  | ({ readonly kind: 'refused'; readonly code: number | null } & RefusalKind)
  /** It certainly was not: nobody was reached, or Twilio is asked too often. */
  | { readonly kind: 'not_sent'; readonly because: string }
  /** It may have been sent: no answer came, or none that says so. */
  | { readonly kind: 'unknown'; readonly because: string };

/** A text that Twilio knows of. */
export interface ListedMessage {
  readonly sid: string;
  /** As it was asked for. */
  readonly body: string;
  readonly status: string;
  readonly errorCode: number | null;
  readonly createdAtMs: number;
}

/** Twilio's API, as far as we use it. */
export interface SmsClient {
  /** Asks once, and never a second time by itself: Twilio knows no idempotency keys. Never rejects. */
  sendMessage(message: OutgoingMessage): Promise<Sending>;
  /** Texts of ours to a number since a moment, the latest first. Rejects, with nothing personal in it. */
  listMessages(query: { readonly to: string; readonly sinceMs: number }): Promise<readonly ListedMessage[]>;
}

/** What an account that is not paid for yet has put before each of its texts ("Free trial" in Twilio's guide). */
const OF_A_TRIAL = /^Sent from your Twilio trial account - /;

/** How Twilio is spoken to. */
type ClientSettings = Pick<TwilioSettings, 'accountSid' | 'authTokens' | 'apiHost'>;

/** Twilio's API. Its package takes long to load and much memory: it is loaded when something is first asked of it. */
export function createSmsClient(settings: ClientSettings, timeoutMs: number = limits.twilioTimeoutMs): SmsClient {
  let loading: Promise<twilio.Twilio> | null = null;
  const client = () => {
    loading ??= openClient(settings, timeoutMs).catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  };
  return {
    async sendMessage({ to, from, body, statusCallback, validitySeconds }) {
      const sender = from.startsWith('MG') ? { messagingServiceSid: from } : { from };
      const opened = await client().catch(() => null);
      if (opened === null) return { kind: 'not_sent', because: 'twilio_not_loaded' };
      try {
        const validityPeriod = validitySeconds;
        const { sid } = await opened.messages.create({ to, body, statusCallback, validityPeriod, ...sender });
        return typeof sid === 'string' && sid !== ''
          ? { kind: 'sent', sid }
          : { kind: 'unknown', because: 'answer_unreadable' };
      } catch (error) {
        return failedSending(error);
      }
    },
    async listMessages({ to, sinceMs }) {
      const { messages } = await client();
      // Without the bound of Twilio's own: what was not handed to a carrier yet has no date to be found by.
      const all = await messages
        .list({ to, limit: limits.twilioListed, pageSize: limits.twilioListed })
        .catch((error) => {
          throw new Error(`Twilio could not be asked for messages: ${reasonOf(error)}`);
        });
      return all.flatMap(({ sid, body, status, errorCode, dateCreated, direction }) => {
        const createdAtMs = dateCreated.getTime();
        const isOurs = direction.startsWith('outbound') && createdAtMs >= sinceMs;
        return isOurs
          ? { sid, body: body.replace(OF_A_TRIAL, ''), status, errorCode: errorCode || null, createdAtMs }
          : [];
      });
    },
  };
}

/** Loads Twilio's package, and opens it for the account and its first token. */
export async function openClient(
  { accountSid, authTokens, apiHost }: ClientSettings,
  timeoutMs: number,
): Promise<twilio.Twilio> {
  const { default: create } = await import('twilio');
  const http = { timeout: timeoutMs, autoRetry: false };
  const httpClient = apiHost === null ? new create.RequestClient(http) : elsewhere(create, apiHost, http);
  // What its debug log prints has numbers and texts in it.
  return create(accountSid, authTokens[0] ?? '', { httpClient, autoRetry: false, logLevel: 'none' });
}

/** The package has no setting for another host. */
function elsewhere(create: typeof twilio, apiHost: string, options: { timeout: number }): twilio.RequestClient {
  class Elsewhere extends create.RequestClient {
    override request<TData>(asked: Parameters<twilio.RequestClient['request']>[0] & { data?: TData }) {
      const { pathname, search } = new URL(asked.uri);
      return super.request({ ...asked, uri: `${apiHost}${pathname}${search}` });
    }
  }
  return new Elsewhere(options);
}

/**
 * What an error says of whether the text was sent. INVARIANT: the error itself goes no further: it holds the number,
 * the text and the token.
 */
function failedSending(error: unknown): Sending {
  const status = answeredStatus(error);
  if (status !== null) return refusedSending(status, numberIn(error, 'code'));
  const because = reasonOf(error);
  return isUnreached(error) ? { kind: 'not_sent', because } : { kind: 'unknown', because };
}

function refusedSending(status: number, code: number | null): Sending {
  if (status === 429) return { kind: 'not_sent', because: 'twilio_busy' };
  // A request that was redirected or took too long may have gone through; so may one that broke the server.
  if (status < 400 || status === 408 || status >= 500) return { kind: 'unknown', because: `http_${status}` };
  const refusal = refusalOf(code);
  return refusal.because === 'twilio_busy'
    ? { kind: 'not_sent', because: refusal.because }
    : { kind: 'refused', code, ...refusal };
}

/** Twilio's own errors hold an answer's status; those of the connection say that they are axios's. */
function isAnswer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && !('isAxiosError' in error);
}

const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** No connection came about: its being refused, a name without an address, a certificate that does not hold. */
function isUnreached(error: unknown): boolean {
  const code = textIn(error, 'code');
  if (UNREACHED.has(code) || /^(ERR_TLS_CERT|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(code)) return true;
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : null;
  return textIn(cause, 'syscall') === 'connect';
}

/** The HTTP status of an answer that Twilio's package rejected with; null where none came. */
export function answeredStatus(error: unknown): number | null {
  return isAnswer(error) ? numberIn(error, 'status') : null;
}

/** What went wrong, as a code without anything personal or secret. */
export function reasonOf(error: unknown): string {
  const status = answeredStatus(error);
  if (status !== null) return `http_${status}`;
  const code = textIn(error, 'code');
  return /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? code : 'answer_unreadable';
}

function fieldOf(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && name in of ? of[name as keyof typeof of] : undefined;
}

function textIn(of: unknown, name: string): string {
  const value = fieldOf(of, name);
  return typeof value === 'string' ? value : '';
}

function numberIn(of: unknown, name: string): number | null {
  const value = fieldOf(of, name);
  return typeof value === 'number' ? value : null;
}
