import { plainWord } from './plain-word.ts';
import type { ChallengeTexts } from './texts.ts';

/** What a text message says to us. */
export type Reply = 'yes' | 'no' | 'stop' | 'start' | 'help' | 'unclear';

/** What Twilio took a message for (`OptOutType`, with Advanced Opt-Out). */
export type OptOutType = 'STOP' | 'START' | 'HELP';

// Twilio heeds these by itself (its guide to opt-out keywords); a phone that it will send nothing to wants to be known.
// YES is an opt-in word of Twilio's as well, and is none here: it is what we ask for.
const COMMANDS: Readonly<Record<'stop' | 'start' | 'help', readonly string[]>> = {
  stop: [
    'stop',
    'stopall',
    'stop all',
    'unsubscribe',
    'end',
    'quit',
    'cancel',
    'revoke',
    'optout',
    'opt out',
    'opt-out',
  ],
  start: ['start', 'unstop'],
  help: ['help', 'info'],
};

const FLAGGED = { STOP: 'stop', START: 'start', HELP: 'help' } as const satisfies Record<OptOutType, Reply>;

/**
 * What a reply means: YES or NO only if it is that word and nothing else, in a usual spelling of a language that there
 * are texts in. `texts` has the language of the question first. Whatever else is said is `unclear`: nobody is taken to
 * have said YES who may have meant another thing.
 */
export function readReply(
  body: string,
  optOutType: OptOutType | null,
  texts: readonly Pick<ChallengeTexts, 'yes' | 'no'>[],
): Reply {
  const word = plainWord(body);
  const command = commandOf(word);
  if (command === 'stop') return 'stop';
  const answer = isQuestion(body) ? null : answerOf(word, texts);
  // Twilio sends this phone nothing any more, whatever word its account has that for. A NO is heard all the same.
  if (optOutType === 'STOP') return answer === 'no' ? 'no' : 'stop';
  return answer ?? command ?? (optOutType === null ? 'unclear' : FLAGGED[optOutType]);
}

/** What a word makes Twilio, or us, do with the phone that sent it; null where it is no such word. */
export function commandOf(word: string): keyof typeof COMMANDS | null {
  const plain = plainWord(word);
  for (const command of ['stop', 'start', 'help'] as const) if (COMMANDS[command].includes(plain)) return command;
  return null;
}

/** "Yes?" asks what we asked. */
function isQuestion(body: string): boolean {
  return /[?¿\u037e\u061f]/.test(body.normalize('NFKC'));
}

function answerOf(word: string, texts: readonly Pick<ChallengeTexts, 'yes' | 'no'>[]): 'yes' | 'no' | null {
  const [own, ...others] = texts;
  const ownAnswer = own ? answerIn(word, own) : null;
  if (ownAnswer) return ownAnswer;
  // One letter is a slip of the finger in a language that the question was not put in.
  if ([...word].length < 2) return null;
  const answers = new Set(others.flatMap((each) => answerIn(word, each) ?? []));
  return answers.size === 1 ? ([...answers][0] ?? null) : null;
}

function answerIn(word: string, { yes, no }: Pick<ChallengeTexts, 'yes' | 'no'>): 'yes' | 'no' | null {
  if (no.some((each) => plainWord(each) === word)) return 'no';
  return yes.some((each) => plainWord(each) === word) ? 'yes' : null;
}
