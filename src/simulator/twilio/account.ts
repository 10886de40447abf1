import type { Message } from './message.ts';
import type { Params } from './signature.ts';

/** A text as it reaches a phone. */
export interface Text {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly body: string;
  readonly atMs: number;
}

/** Which messages a list is about; times are in milliseconds since 1970, and a day is one of UTC. */
export interface MessageFilter {
  readonly to?: string;
  readonly from?: string;
  readonly sentFromMs?: number;
  readonly sentUntilMs?: number;
}

/** A Twilio account: what was sent and received, and who wants no more of it. Wrong use throws TwilioError. */
export interface TwilioAccount {
  readonly sid: string;
  /** Sends what a form of the API asks for. */
  send(form: Params): Message;
  fetch(sid: string): Message;
  /** The newest first. */
  list(filter: MessageFilter): readonly Message[];
  /** Somebody writes to one of the account's numbers. */
  receive(text: { readonly from: string; readonly to: string; readonly body: string }): Message;
  /** Whether this phone wants no texts from this number or service. */
  isOptedOut(phone: string, sender: string): boolean;
  /** Where what people write is posted; null: nowhere. */
  setInboundUrl(url: string | null): void;
  /** Nothing waits: no status, no webhook. */
  drained(): Promise<void>;
  /** Drops what waits. */
  close(): void;
}
