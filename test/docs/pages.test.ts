import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { attributesPage } from '../../scripts/attributes.ts';
import { functionsPage } from '../../scripts/functions.ts';
import { monitoringPage } from '../../scripts/metrics.ts';
import { radarNamesPage } from '../../scripts/radar-names.ts';
import { schemaFiles } from '../../scripts/schemas.ts';
import { storedFieldsPage } from '../../scripts/stored-fields.ts';
import { BUILT_IN_TEXTS_FILE, builtInTexts } from '../../scripts/texts.ts';
import { SWITCHES } from '../../src/simulator/stripe/settings.ts';
import { ATTACKS } from '../../src/simulator/world/books.ts';
import { countersign } from '../support/terminal.ts';

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownUnder('docs')];

function markdownUnder(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
}

describe('what is written from the code (npm run docs writes it again)', () => {
  test.each([
    ['docs/stored-fields.md', storedFieldsPage()],
    ['docs/attributes.md', attributesPage()],
    ['docs/functions.md', functionsPage()],
    ['docs/radar-names.md', radarNamesPage()],
    ['docs/monitoring.md', monitoringPage()],
    [BUILT_IN_TEXTS_FILE, builtInTexts()],
    ...Object.entries(schemaFiles()).map(([name, text]): [string, string] => [`schemas/${name}`, text]),
  ])('%s is up to date', (path, expected) => {
    expect(readFileSync(path, 'utf8')).toBe(expected);
  });

  test('the decision that the README shows is the one that is made', async () => {
    const { out } = await countersign(['decide', 'examples/ask.json']);
    const head = out.slice(0, out.indexOf('\n  in shadow'));
    expect(head).toContain('considered');
    expect(readFileSync('README.md', 'utf8')).toContain(`\n${head}\n  …`);
  });
});

describe('the pages', () => {
  test('link to what is there', () => {
    const broken = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((link) => !/^https?:/.test(link) && !existsSync(join(dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('name npm scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? ''),
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('every dependency has its reason', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const reasons = readFileSync('docs/dependencies.md', 'utf8');
    const unexplained = Object.keys({ ...dependencies, ...devDependencies }).filter(
      (name) => !reasons.includes(`\`${name}\``),
    );
    expect(unexplained).toEqual([]);
  });

  test('every alarm is explained to whoever is paged', () => {
    const names = [...readFileSync('src/core/decision/ports.ts', 'utf8').matchAll(/^ {2}\| '(\w+)'/gm)].map(
      (match) => match[1] ?? '',
    );
    const page = readFileSync('docs/operations.md', 'utf8');
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test('every switch of the simulated Stripe and every scenario is explained', () => {
    const page = readFileSync('docs/simulator.md', 'utf8');
    expect([...Object.keys(SWITCHES), ...ATTACKS].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test('every setting of serve is explained', () => {
    const names = [...readFileSync('src/config.ts', 'utf8').matchAll(/^ {2}([A-Z_]+):/gm)].map(
      (match) => match[1] ?? '',
    );
    const page = readFileSync('docs/operations.md', 'utf8');
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
