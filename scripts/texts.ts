// Writes src/core/challenge/built-in-texts.ts from policies/texts/*.yaml: what a policy says that has no texts.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { textsSchema } from '../src/core/policy/schema-texts.ts';

const FOLDER = 'policies/texts';
export const BUILT_IN_TEXTS_FILE = 'src/core/challenge/built-in-texts.ts';

function quoted(text: string): string {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}

function entry(key: string, value: string | readonly string[]): string[] {
  if (typeof value !== 'string') return [`    ${key}: [${value.map(quoted).join(', ')}],`];
  const line = `    ${key}: ${quoted(value)},`;
  return line.length <= 120 ? [line] : [`    ${key}:`, `      ${quoted(value)},`];
}

/** The module, whole, as the formatter leaves it. */
export function builtInTexts(): string {
  const languages = readdirSync(FOLDER).map((name) => name.replace(/\.yaml$/, ''));
  const texts = languages.sort().flatMap((language) => {
    const file = textsSchema.parse(parse(readFileSync(`${FOLDER}/${language}.yaml`, 'utf8')));
    return ['  {', ...Object.entries({ language, ...file }).flatMap(([key, value]) => entry(key, value)), '  },'];
  });
  return `import type { ChallengeTexts } from './texts.ts';

/** What is said in a language that a policy has no texts in. Made from \`policies/texts\` by \`npm run docs\`. */
export const BUILT_IN_TEXTS: readonly ChallengeTexts[] = [
${texts.join('\n')}
];
`;
}

if (import.meta.main) writeFileSync(BUILT_IN_TEXTS_FILE, builtInTexts());
