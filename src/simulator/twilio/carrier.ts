import { createRandom } from '../world/random.ts';
import type { Agenda } from './agenda.ts';
import type { Webhook } from './faults.ts';
import type { Message, MessageStatus } from './message.ts';
import type { Reception } from './reception.ts';
import type { TwilioSettings } from './settings.ts';
import type { Messages } from './store.ts';
import { statusParams } from './webhook-params.ts';

/** How texts get to phones, and what is told of it. */
export interface Carrier {
  /** Takes a message on its way: queued, sent, and what comes of it; one that is refused stays where it is. */
  carry(message: Message, reception: Reception): void;
}

export interface CarrierOptions {
  readonly settings: TwilioSettings;
  readonly agenda: Agenda;
  readonly messages: Messages;
  notify(webhook: Webhook): void;
}

/** A carrier that draws for each message how long it takes. */
export function createCarrier({ settings, agenda, messages, notify }: CarrierOptions): Carrier {
  const { seed, clock, sid: accountSid } = settings;

  function become(message: Message, status: MessageStatus, errorCode: number | null = null): Message {
    const atMs = clock.nowMs();
    const sentAtMs = status === 'sent' ? atMs : message.sentAtMs;
    const changed = { ...message, status, errorCode, updatedAtMs: atMs, sentAtMs };
    messages.put(changed);
    tell(changed);
    return changed;
  }

  function tell(message: Message): void {
    const { callbackUrl } = message;
    if (callbackUrl === null) return;
    notify({ kind: 'status', url: callbackUrl, params: statusParams(message, accountSid) });
  }

  function arrive({ sid, to, from, body }: Message): void {
    settings.onText?.({ sid, to, from, body, atMs: clock.nowMs() });
  }

  return {
    carry(message, reception) {
      const random = createRandom(seed, 'carrier', message.sid);
      tell(message);
      if (reception.kind === 'refused') return;
      agenda.later(random.exponential(settings.sentMs), () => {
        if (reception.kind === 'failed') return void become(message, 'failed', reception.code);
        const sent = become(message, 'sent');
        agenda.later(random.exponential(settings.endedMs), () => {
          if (reception.kind === 'undelivered') return void become(sent, 'undelivered', reception.code);
          arrive(sent);
          if (reception.kind === 'delivered') become(sent, 'delivered');
        });
      });
    },
  };
}
