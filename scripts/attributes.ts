// Writes docs/attributes.md from the catalogue that conditions are checked against, and from the shipped features.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { contentHash } from '../src/adapters/store/hasher.ts';
import type { CheckedFeature } from '../src/core/features/term.ts';
import { AUTHORIZATION } from '../src/core/policy/authorization-event.ts';
import { isAttribute, readFeatures } from '../src/core/policy/features.ts';
import { createCatalogue } from '../src/core/rules/attributes.ts';

const HEAD = `# Attributes

What a condition can read as \`:name:\`. Made from the catalogue in \`src/core/rules/attributes/\` by \`npm run docs\`. Besides
these, \`::key::\` reads the authorization's metadata, \`::card:key::\` and \`::cardholder:key::\` that of the card and the
cardholder; and rules read [features](features.md), of which the shipped ones stand below. Text is compared without regard
to case, ids and metadata exactly; money is in major units.

| attribute | type | what it is | from |
|---|---|---|---|
`;

const FEATURES_HEAD = `
## Shipped features

What is counted from earlier purchases, and from events of your back end, by the files in \`policies/features/\`. They are
yours to change, and to add to. Missing where there is nothing to count by, and while counters are being filled.
`;

const FOLDER = 'policies/features';

/** The page, whole. */
export function attributesPage(): string {
  const catalogue = createCatalogue();
  const rows = catalogue.names().map((name) => {
    const attribute = catalogue.get(name);
    if (!attribute) throw new Error(`no attribute ${name}`);
    const values = attribute.values && attribute.values.length <= 8 ? `: ${attribute.values.join(', ')}` : '';
    return `| \`${name}\` | ${attribute.type}${values} | ${attribute.description} | ${attribute.source} |\n`;
  });
  return [HEAD, ...rows, FEATURES_HEAD, ...featureSections()].join('');
}

/** A table for each file with features that rules can read, in the order of the file. */
function featureSections(): string[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.scowl'));
  const files = names.sort().map((name) => {
    const text = readFileSync(`${FOLDER}/${name}`, 'utf8');
    return { name: `features/${name}`, source: { path: `${FOLDER}/${name}`, text } };
  });
  const { plan } = readFeatures(files, contentHash, new Map());
  const readable = plan.program.events.get(AUTHORIZATION)?.features.filter(({ term }) => isAttribute(term.type)) ?? [];
  return files.flatMap(({ source: { path } }) => {
    const own = readable.filter((feature) => feature.path === path).sort((a, b) => a.span.start - b.span.start);
    if (own.length === 0) return [];
    return [`\n### ${path}\n\n| attribute | type | definition |\n|---|---|---|\n`, ...own.map(featureRow)];
  });
}

function featureRow({ name, term: { type }, text }: CheckedFeature): string {
  const words = { bool: 'boolean', string: 'string' } as Readonly<Record<string, string>>;
  return `| \`${name}\` | ${words[type.kind] ?? 'number'} | \`${text.replace(/\s+/g, ' ')}\` |\n`;
}

if (import.meta.main) writeFileSync('docs/attributes.md', attributesPage());
