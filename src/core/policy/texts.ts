import { BUILT_IN_TEXTS } from '../challenge/built-in-texts.ts';
import type { ChallengeTexts, TextsByLanguage } from '../challenge/texts.ts';
import type { Diagnostic } from '../language/diagnostic.ts';
import type { Source } from '../language/source.ts';
import { parseYaml } from './document.ts';
import { nameWithin, type PolicyFile } from './files.ts';
import { textsSchema } from './schema-texts.ts';
import { textFaults } from './text-faults.ts';
import { validate } from './validate.ts';

/** Stripe's enumeration of a cardholder's `preferred_locales`: nobody prefers another language. */
const PREFERRED_LOCALES = ['de', 'en', 'es', 'fr', 'it'];

const LANGUAGE = /^[a-z]{2,3}$/;

/** Reads all `texts/LANG.yaml` and lays them over the built-in texts, a language at a time. */
export function readTexts(files: readonly PolicyFile[]): { texts: TextsByLanguage; diagnostics: Diagnostic[] } {
  const own = new Map<string, ChallengeTexts>();
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const { name, source } of files) {
    const language = nameWithin('texts', name);
    if (language === null) continue;
    diagnostics.push(...misnamedTexts(source, language, seen.has(language)));
    seen.add(language);
    // Whatever the file is called, its texts are looked at in the same run.
    const found = readLanguage(source, LANGUAGE.test(language) ? language : 'en');
    diagnostics.push(...found.diagnostics);
    if (found.texts) own.set(found.texts.language, found.texts);
  }
  return { texts: new Map([...BUILT_IN_TEXTS.map((each) => [each.language, each] as const), ...own]), diagnostics };
}

function readLanguage(
  source: Source,
  language: string,
): { texts: ChallengeTexts | null; diagnostics: readonly Diagnostic[] } {
  const { document, diagnostics } = parseYaml(source);
  if (!document) return { texts: null, diagnostics };
  const valid = validate(document, textsSchema);
  if (!valid.value) return { texts: null, diagnostics: [...diagnostics, ...valid.diagnostics] };
  const texts = { language, ...valid.value };
  return { texts, diagnostics: [...diagnostics, ...textFaults(document, texts)] };
}

function misnamedTexts(source: Source, language: string, isTaken: boolean): Diagnostic[] {
  const at = { source, span: { start: 0, end: 0 } };
  if (isTaken) {
    const message = `there is another file for texts in "${language}"`;
    return [{ ...at, severity: 'error', message, hint: 'keep one of them' }];
  }
  const languages = `cardholders prefer one of ${PREFERRED_LOCALES.join(', ')} at Stripe`;
  if (!LANGUAGE.test(language)) {
    const hint = `texts are named by their language: texts/de.yaml; ${languages}`;
    return [{ ...at, severity: 'error', message: `"${language}" is no language`, hint }];
  }
  if (PREFERRED_LOCALES.includes(language)) return [];
  return [{ ...at, severity: 'warning', message: `nobody is asked in "${language}"`, hint: languages }];
}
