/** Why nobody could answer what is sent from there, and what to write instead. */
export interface SenderFault {
  readonly message: string;
  readonly hint: string;
}

const NUMBER = /^\+[1-9]\d{7,14}$/;
const SHORT_CODE = /^\d{5,6}$/;
const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/i;
/** 3GPP TS 23.040: eleven letters, digits and a few signs, of which one is a letter. */
const NAME = /^(?=.*[a-z])[a-z0-9 +\-_&.]{1,11}$/i;

const HINT = 'write a number (+15005550006), a short code of 5 or 6 digits, or a messaging service (MG…)';

/** What is wrong with a sender of questions; null where it can receive answers, as far as it tells. */
export function senderFault(sender: string): SenderFault | null {
  if ([NUMBER, SHORT_CODE, MESSAGING_SERVICE].some((form) => form.test(sender))) return null;
  return { message: messageFor(sender), hint: hintFor(sender) };
}

function messageFor(sender: string): string {
  if (sender.trim() === '') return 'there is no sender';
  if (/^MG/.test(sender)) return `"${sender}" is no messaging service: its id is MG and 32 hexadecimal digits`;
  if (/^[a-z]+:/i.test(sender)) return `"${sender}" is no sender of SMS`;
  if (NAME.test(sender)) return `"${sender}" is a name, and nobody can answer a text message that is sent from a name`;
  return `"${sender}" is no number that sends text messages`;
}

/** A number that only wants its country, or its blanks taken out, is told as it wants to be written. */
function hintFor(sender: string): string {
  const digits = sender.replace(/[\s().-]/g, '').replace(/^00/, '+');
  return digits !== sender && NUMBER.test(digits) ? `write ${digits}` : HINT;
}
