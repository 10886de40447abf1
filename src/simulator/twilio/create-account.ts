import { createRandom } from '../world/random.ts';
import type { TwilioAccount } from './account.ts';
import { createAgenda } from './agenda.ts';
import { createCarrier } from './carrier.ts';
import { TwilioError } from './error.ts';
import { KEYWORD_REPLIES, keywordOf } from './keywords.ts';
import { type Direction, type Message, messageUri } from './message.ts';
import { createOptOuts } from './opt-outs.ts';
import { readSend, type SendRequest } from './request.ts';
import type { TwilioSettings } from './settings.ts';
import { createMessages } from './store.ts';
import { messagesIn } from './twiml.ts';
import { inboundParams } from './webhook-params.ts';
import { createWebhooks } from './webhooks.ts';

/** A Twilio account with nothing in it yet. Nothing of it runs but by the settings' clock. */
export function createTwilioAccount(settings: TwilioSettings): TwilioAccount {
  const { clock, sid: accountSid, seed, switches } = settings;
  const agenda = createAgenda(clock);
  const messages = createMessages(settings.keeps);
  const optOuts = createOptOuts(settings.services);
  let inboundUrl: string | null = null;
  let count = 0;

  const notify = createWebhooks({
    seed,
    agenda,
    faults: settings.faults,
    token: () => settings.tokens()[0] ?? '',
    route: settings.route,
    timeoutMs: settings.webhookTimeoutMs,
    retries: settings.webhookRetries,
    retryMs: settings.webhookRetryMs,
    onTaken({ kind, params }, answer) {
      const { From: phone = '', To: sender = '' } = params;
      if (kind !== 'inbound' || optOuts.has(phone, sender)) return;
      for (const body of messagesIn(answer)) reply(phone, sender, body);
    },
  });
  const carrier = createCarrier({ settings, agenda, messages, notify });

  function make(part: Pick<Message, 'from' | 'to' | 'body' | 'serviceSid' | 'callbackUrl'>, direction: Direction) {
    count += 1;
    const atMs = clock.nowMs();
    const isInbound = direction === 'inbound';
    const message: Message = {
      ...part,
      sid: sidOf(createRandom(seed, 'sid', count).integer),
      direction,
      status: isInbound ? 'received' : 'queued',
      errorCode: null,
      createdAtMs: atMs,
      updatedAtMs: atMs,
      sentAtMs: isInbound ? atMs : null,
    };
    messages.put(message);
    return message;
  }

  /** What becomes of the next text, if it is to this number. */
  function receptionOf(to: string) {
    return settings.receptions(to, createRandom(seed, 'reception', count + 1));
  }

  /** By the number it comes from, not by a service: that is how a person knows the conversation. */
  function reply(phone: string, sender: string, body: string): void {
    const part = { from: sender, to: phone, body, serviceSid: null, callbackUrl: null };
    const reception = receptionOf(phone);
    carrier.carry(make(part, 'outbound-reply'), reception);
  }

  return {
    sid: accountSid,
    send(form) {
      const request = readSend(form);
      const from = senderOf(request, settings);
      const reception = receptionOf(request.to);
      if (optOuts.has(request.to, request.serviceSid ?? from)) throw refusal(21610, request.to);
      if (reception.kind === 'refused') throw refusal(reception.code, request.to);
      const message = make({ ...request, from }, 'outbound-api');
      carrier.carry(message, reception);
      return message;
    },
    fetch(sid) {
      const message = messages.get(sid);
      if (message) return message;
      throw new TwilioError(20404, `The requested resource ${messageUri(accountSid, sid)} was not found`, 404);
    },
    list: (filter) => messages.list(filter, switches.unsent === 'listed'),
    receive({ from, to, body }) {
      const message = make({ from, to, body, serviceSid: null, callbackUrl: null }, 'inbound');
      const keyword = keywordOf(body, switches.yes === 'opts_in');
      const optOutType = switches.optOut === 'advanced' ? keyword : null;
      if (optOuts.heed(from, to, keyword) && keyword !== null) reply(from, to, KEYWORD_REPLIES[keyword]);
      if (inboundUrl !== null) {
        notify({ kind: 'inbound', url: inboundUrl, params: inboundParams(message, accountSid, optOutType) });
      }
      return message;
    },
    isOptedOut: optOuts.has,
    setInboundUrl(url) {
      inboundUrl = url;
    },
    drained: agenda.drained,
    close: agenda.close,
  };
}

function sidOf(integer: (least: number, most: number) => number): string {
  return `SM${Array.from({ length: 32 }, () => integer(0, 15).toString(16)).join('')}`;
}

/** The number that it is sent from. Throws TwilioError where the account has none such. */
function senderOf({ from, serviceSid }: SendRequest, { numbers, services }: TwilioSettings): string {
  if (serviceSid !== null) {
    const [first] = services[serviceSid] ?? [];
    if (first === undefined) throw new TwilioError(21703, `The Messaging Service ${serviceSid} has no phone numbers.`);
    return first;
  }
  const number = numbers.find((one) => one.number === from);
  if (number?.canSend) return number.number;
  if (number) throw new TwilioError(21606, `The 'From' phone number ${from} can't send messages.`);
  throw new TwilioError(21659, `'From' ${from} is not a Twilio phone number of this account.`);
}

const REFUSALS: Readonly<Record<number, string>> = {
  21211: "Invalid 'To' Phone Number",
  21408: 'Permission to send an SMS has not been enabled for the region of the number',
  21610: 'Attempt to send to unsubscribed recipient',
  21612: 'The message can not be routed to the number',
  21614: "'To' number is not a valid mobile number",
};

function refusal(code: number, to: string): TwilioError {
  return new TwilioError(code, `${REFUSALS[code] ?? 'The message was refused'}: ${to}`);
}
