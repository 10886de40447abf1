/** What Twilio itself makes of a reply. */
export type Keyword = 'STOP' | 'START' | 'HELP';

// https://help.twilio.com/articles/223134027 and the tutorial of Advanced Opt-Out.
const STOP = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'CANCEL', 'REVOKE', 'OPTOUT'];
const START = ['START', 'UNSTOP'];
const HELP = ['HELP', 'INFO'];

/** The keyword that a text is: one word and nothing else. Whether YES is one of START's depends on the account. */
export function keywordOf(body: string, isYesOptIn: boolean): Keyword | null {
  const word = body.trim().toUpperCase();
  if (STOP.includes(word)) return 'STOP';
  if (START.includes(word) || (isYesOptIn && word === 'YES')) return 'START';
  return HELP.includes(word) ? 'HELP' : null;
}

/** What Twilio answers by itself. */
export const KEYWORD_REPLIES: Readonly<Record<Keyword, string>> = {
  STOP: 'You are unsubscribed and get no more messages. Reply START to get them again.',
  START: 'You are subscribed again. Reply HELP for help, STOP to unsubscribe.',
  HELP: 'Reply STOP to unsubscribe. Message and data rates may apply.',
};
