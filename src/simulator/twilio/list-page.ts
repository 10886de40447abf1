import { TwilioError } from './error.ts';
import { API_VERSION, type Message, messageObject } from './message.ts';
import type { Params } from './signature.ts';

const DEFAULT_SIZE = 50;
const MOST = 1_000;

/** One page of messages, in Twilio's older form: it names the next page by an address without the host. */
export function listPage(messages: readonly Message[], params: Params, accountSid: string): object {
  const size = Math.min(wholeNumber(params, 'PageSize') ?? DEFAULT_SIZE, MOST) || DEFAULT_SIZE;
  const page = wholeNumber(params, 'Page') ?? 0;
  const start = page * size;
  const shown = messages.slice(start, start + size);
  const uriOf = (number: number) =>
    `/${API_VERSION}/Accounts/${accountSid}/Messages.json?` +
    new URLSearchParams({ ...params, PageSize: String(size), Page: String(number) }).toString();
  return {
    messages: shown.map((message) => messageObject(message, accountSid)),
    end: Math.max(start, start + shown.length - 1),
    first_page_uri: uriOf(0),
    next_page_uri: start + size < messages.length ? uriOf(page + 1) : null,
    page,
    page_size: size,
    previous_page_uri: page > 0 ? uriOf(page - 1) : null,
    start,
    uri: uriOf(page),
  };
}

function wholeNumber(params: Params, name: string): number | null {
  const text = params[name];
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new TwilioError(20001, `${name} must be a whole number, not ${text}.`);
  return Number(text);
}
