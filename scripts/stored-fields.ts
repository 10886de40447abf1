// Writes docs/stored-fields.md from the list that the code goes by.
import { writeFileSync } from 'node:fs';
import {
  DECISION_FIELDS,
  EVENT_FIELDS,
  OBJECT_FIELDS,
  type StoredField,
  TRACKED_FIELDS,
} from '../src/core/domain/stored-fields.ts';

function table(fields: readonly StoredField[]): string {
  const rows = fields.map(({ field, purpose, days }) => `| \`${field}\` | ${purpose} | ${days} |`);
  return ['| field | what for | days |', '|---|---|---|', ...rows].join('\n');
}

/** The page, whole. */
export function storedFieldsPage(): string {
  const objects = Object.entries(OBJECT_FIELDS).map(
    ([type, fields]) => `## Events about \`${type}\`\n\n${table(fields)}`,
  );
  return `# What is stored

Only these fields are ever stored, in the journal and in the database. A raw body never is, nor a cardholder's name, phone
number or e-mail address. The attributes that rules read stand in a decision; a personal one stands there as an HMAC.
Made from \`src/core/domain/stored-fields.ts\` by \`npm run docs\`.

## A decision

${table(DECISION_FIELDS)}

## A tracked event

\`inputs\` holds what a back end sent with the event, personal values as HMACs; never a card number, a password or another
secret. \`derived\` holds what features made of personal values, so that they can be computed again. More: events.md.

${table(TRACKED_FIELDS)}

## An event

\`fields\` and \`previous\` hold what the tables below name. \`content\` is a keyed hash of all of it, by which the same
happening under a second event id is known.

${table(EVENT_FIELDS)}

${objects.join('\n\n')}
`;
}

if (import.meta.main) writeFileSync('docs/stored-fields.md', storedFieldsPage());
