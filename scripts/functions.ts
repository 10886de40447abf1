// Writes docs/functions.md from the functions that Scowl is checked against, and from its words.
import { writeFileSync } from 'node:fs';
import { FUNCTION_FAMILIES } from '../src/core/features/functions/catalogue.ts';
import type { FunctionDefinition } from '../src/core/features/functions/definition.ts';
import { signature } from '../src/core/features/functions/signature.ts';
import { AGGREGATE_WORDS, CLAUSE_WORDS, SCOWL_WORDS, type ScowlWord, TYPE_WORDS } from '../src/core/features/words.ts';

const HEAD = `# Functions

What a feature can work out of one event, besides operators and aggregates. Made from \`src/core/features/functions/\` by
\`npm run docs\`; a test evaluates every example. \`email.EmailDomain()\` is \`EmailDomain(email)\`, and names are read without
regard to case.

Where an argument is null, so is what the function gives, for the same cause, unless it says otherwise. Bad input gives
null, too (cause \`no_value\`): no function fails. A time is a point in time, without a zone; a duration is what is written
as \`5 minutes\`, or lies between two times. What is in brackets may be left out.
`;

const WORDS_HEAD = `# Words

What the editor offers besides functions. How it is put together stands in [features.md](features.md).
`;

/** The page, whole. */
export function functionsPage(): string {
  const functions = [...FUNCTION_FAMILIES].map(([title, family]) => section(title, family));
  return [HEAD, ...functions, WORDS_HEAD, ...words()].join('\n');
}

function section(title: string, functions: readonly FunctionDefinition[]): string {
  const rows = functions.map(
    (definition) => `| \`${signature(definition)}\` | ${definition.description} | \`${definition.example}\` |\n`,
  );
  return `## ${title}\n\n| function | gives | example |\n|---|---|---|\n${rows.join('')}`;
}

function words(): string[] {
  const sections: readonly (readonly [string, readonly ScowlWord[]])[] = [
    ['Aggregates', AGGREGATE_WORDS],
    ['Clauses of an aggregate', CLAUSE_WORDS],
    ['Others', SCOWL_WORDS],
    ['Types of inputs', TYPE_WORDS],
  ];
  return sections.map(([title, all]) => {
    const rows = all.map(({ word, form, meaning }) => `| \`${word}\` | \`${form}\` | ${meaning} |\n`);
    return `## ${title}\n\n| word | as in | means |\n|---|---|---|\n${rows.join('')}`;
  });
}

if (import.meta.main) writeFileSync('docs/functions.md', functionsPage());
