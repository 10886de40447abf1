// Writes docs/stored-fields.md from the list that the code goes by.
import { writeFileSync } from 'node:fs';
import {
  ALARM_FIELDS,
  DECISION_FIELDS,
  EVENT_FIELDS,
  OBJECT_FIELDS,
  REVIEW_FIELDS,
  SEEN_FIELDS,
  type StoredField,
  TRACKED_FIELDS,
} from '../src/core/domain/stored-fields.ts';
import { STAYING_ROWS, STORED_ROWS } from '../src/core/domain/stored-rows.ts';

function table(fields: readonly StoredField[]): string {
  const rows = fields.map(({ field, purpose, days }) => `| \`${field}\` | ${purpose} | ${days} |`);
  return ['| field | what for | days |', '|---|---|---|', ...rows].join('\n');
}

function rowsTable(): string {
  const rows = STORED_ROWS.map(({ table: name, what, days }) => `| \`${name}\` | ${what} | ${days} |`);
  const staying = Object.entries(STAYING_ROWS).map(([name, why]) => `| \`${name}\` | ${why} | |`);
  return ['| table | what | days |', '|---|---|---|', ...rows, ...staying].join('\n');
}

/** The page, whole. */
export function storedFieldsPage(): string {
  const objects = Object.entries(OBJECT_FIELDS).map(
    ([type, fields]) => `## Events about \`${type}\`\n\n${table(fields)}`,
  );
  return `# What is stored

Only these fields are ever stored, in the journal and in the database. A raw body never is, nor a cardholder's name, phone
number or e-mail address. The attributes that rules read stand in a decision; a personal one stands there as an HMAC.
Tables that are made of these hold nothing else. Made from \`src/core/domain/stored-fields.ts\` and \`stored-rows.ts\` by \`npm run docs\`.

## How long

A job deletes what is older, once a day. \`countersign erase\` removes a person at once: operations.md.

${rowsTable()}

## A decision

${table(DECISION_FIELDS)}

## A tracked event

\`inputs\` holds what a back end sent with the event, personal values as HMACs; never a card number, a password or another
secret. \`derived\` holds what features made of personal values, so that they can be computed again. More: events.md.

${table(TRACKED_FIELDS)}

## A review

Notes are what reviewers write; what looks like personal data is refused. More: reviews.md.

${table(REVIEW_FIELDS)}

## An alarm

${table(ALARM_FIELDS)}

## An event

\`fields\` and \`previous\` hold what the tables below name. \`content\` is a keyed hash of all of it, by which the same
happening under a second event id is known.

${table(EVENT_FIELDS)}

## What was seen of a card and its holder

\`seen\` of a decision and of an event: short, and kept as long as that. Whether there is a phone, never its number; the
e-mail address as an HMAC.

${table(SEEN_FIELDS)}

${objects.join('\n\n')}
`;
}

if (import.meta.main) writeFileSync('docs/stored-fields.md', storedFieldsPage());
