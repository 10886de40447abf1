// Writes docs/attributes.md from the catalogue that conditions are checked against.
import { writeFileSync } from 'node:fs';
import { createCatalogue } from '../src/core/rules/attributes.ts';

const HEAD = `# Attributes

What a condition can read as \`:name:\`. Made from the catalogue in \`src/core/rules/attributes/\` by \`npm run docs\`. Besides
these, \`::key::\` reads the authorization's metadata, \`::card:key::\` and \`::cardholder:key::\` that of the card and the
cardholder. Text is compared without regard to case, ids and metadata exactly; money is in major units.

| attribute | type | what it is | from |
|---|---|---|---|
`;

/** The page, whole. */
export function attributesPage(): string {
  const catalogue = createCatalogue();
  const rows = catalogue.names().map((name) => {
    const attribute = catalogue.get(name);
    if (!attribute) throw new Error(`no attribute ${name}`);
    const values = attribute.values && attribute.values.length <= 8 ? `: ${attribute.values.join(', ')}` : '';
    return `| \`${name}\` | ${attribute.type}${values} | ${attribute.description} | ${attribute.source} |\n`;
  });
  return HEAD + rows.join('');
}

if (import.meta.main) writeFileSync('docs/attributes.md', attributesPage());
