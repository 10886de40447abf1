// Writes docs/functions.md from the functions that Scowl is checked against.
import { writeFileSync } from 'node:fs';
import { FUNCTION_FAMILIES } from '../src/core/features/functions/catalogue.ts';
import type { FunctionDefinition } from '../src/core/features/functions/definition.ts';

const HEAD = `# Functions

What a feature can work out of one event, besides operators and aggregates. Made from \`src/core/features/functions/\` by
\`npm run docs\`; a test evaluates every example. \`email.EmailDomain()\` is \`EmailDomain(email)\`, and names are read without
regard to case.

Where an argument is null, so is what the function gives, for the same cause, unless it says otherwise. Bad input gives
null, too (cause \`no_value\`): no function fails. A time is a point in time, without a zone; a duration is what is written
as \`5 minutes\`, or lies between two times. What is in brackets may be left out.
`;

/** The page, whole. */
export function functionsPage(): string {
  return [HEAD, ...[...FUNCTION_FAMILIES].map(([title, functions]) => section(title, functions))].join('\n');
}

function section(title: string, functions: readonly FunctionDefinition[]): string {
  const rows = functions.map(
    (definition) => `| \`${signature(definition)}\` | ${definition.description} | \`${definition.example}\` |\n`,
  );
  return `## ${title}\n\n| function | gives | example |\n|---|---|---|\n${rows.join('')}`;
}

/** `Round(number[, digits])`, `Concat(value, …)` */
function signature({ name, parameters, optional = 0, isVariadic }: FunctionDefinition): string {
  const needed = parameters.slice(0, parameters.length - optional).map((parameter) => parameter.name);
  const more = [...parameters.slice(needed.length).map((parameter) => parameter.name), ...(isVariadic ? ['…'] : [])];
  if (more.length === 0) return `${name}(${needed.join(', ')})`;
  const rest = optional > 0 ? `[${needed.length > 0 ? ', ' : ''}${more.join(', ')}]` : `, ${more.join(', ')}`;
  return `${name}(${needed.join(', ')}${rest})`;
}

if (import.meta.main) writeFileSync('docs/functions.md', functionsPage());
