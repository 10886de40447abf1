/** What we write to cardholders of one language, and how they answer. `{amount}` and `{merchant}` are filled in. */
export interface ChallengeTexts {
  /** ISO 639, lower case. */
  readonly language: string;
  /** Asks whether the purchase was theirs. */
  readonly question: string;
  /** How to be asked never again; it ends the first text that a phone gets. */
  readonly stop: string;
  /** What a YES, a NO, an answer that is neither, and one that comes too late are answered with. */
  readonly verified: string;
  readonly rejected: string;
  readonly unclear: string;
  readonly expired: string;
  /** What a merchant is called whose name says nothing. */
  readonly merchant: string;
  /** What counts as YES and as NO; the first of each is the one that the question names. */
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

/** The texts that there are, by language. */
export type TextsByLanguage = ReadonlyMap<string, ChallengeTexts>;

/** The language of a cardholder who names none, or none that there are texts for. There are always texts in it. */
const FALLBACK = 'en';

/** The texts for a cardholder: of the first of their languages (Stripe's `preferred_locales`) that there are any of. */
export function textsFor(preferredLocales: readonly string[], texts: TextsByLanguage): ChallengeTexts {
  const wanted = [...preferredLocales.map((locale) => locale.toLowerCase().split(/[-_]/)[0] ?? ''), FALLBACK];
  const found = wanted.map((language) => texts.get(language)).find((each) => each !== undefined);
  // INVARIANT: a policy's texts are laid over the built-in ones, and English is one of those.
  if (!found) throw new Error('there are no texts in English');
  return found;
}

/** All texts, those of the language that the question was put in first: by them its answer is read. */
export function textsToReadBy(language: string | null, texts: TextsByLanguage): readonly ChallengeTexts[] {
  const first = textsFor(language === null ? [] : [language], texts);
  return [first, ...[...texts.values()].filter((each) => each !== first)];
}
