import type { Challenge } from '../../../sdk/index.ts';
import { STATE_WORDS } from './words.ts';

/** Where a question stands, as a sign, a word and a colour. */
export function ChallengeState({ state }: { readonly state: Challenge['state'] }) {
  const { sign, tone, word } = STATE_WORDS[state];
  return (
    <span className="word" data-tone={tone}>
      <span aria-hidden="true">{sign}</span>
      {word}
    </span>
  );
}

/** What is shown of a phone number, e.g. `US •• 34`. */
export function Phone({ masked }: { readonly masked: string | null }) {
  if (masked === null) return <span className="faint">–</span>;
  return <span className="challenges-phone">{masked}</span>;
}
