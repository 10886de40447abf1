import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const BUILT = 'dist/console';
const SHELL_BYTES = 230_000;
const PAGE_BYTES = 300_000;

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly src?: string;
}

const manifest: Readonly<Record<string, Chunk>> = JSON.parse(readFileSync(join(BUILT, '.vite/manifest.json'), 'utf8'));

/** The files that a chunk wants, with those of the chunks that it imports. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name];
  if (!chunk || seen.has(chunk.file)) return seen;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
  for (const other of chunk.imports ?? []) filesOf(other, seen);
  return seen;
}

function gzippedBytes(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + statSync(join(BUILT, `${file}.gz`)).size, 0);
}

const shell = filesOf('index.html');
const pages = Object.entries(manifest).filter(
  ([, { isDynamicEntry, src }]) => isDynamicEntry && src?.endsWith('-page.tsx'),
);

/** How many pages the table of routes names. */
function lazyPages(): number {
  const named = readFileSync('src/apps/console/routes.tsx', 'utf8').matchAll(/import\('(\.[^']+-page\.tsx)'\)/g);
  return new Set([...named].map(([, path]) => path)).size;
}

describe('what a browser must load', () => {
  test('is for the shell at most 230 KB', () => {
    expect([shell.size > 0, pages.length]).toEqual([true, lazyPages()]);
    expect(gzippedBytes(shell)).toBeLessThanOrEqual(SHELL_BYTES);
  });

  test.each(pages.map(([name]) => name))('is for the page %s at most 300 KB, shell included', (name) => {
    expect(gzippedBytes(filesOf(name, new Set(shell)))).toBeLessThanOrEqual(PAGE_BYTES);
  });

  test('is there compressed, each file of it', () => {
    const files = readdirSync(join(BUILT, 'assets'));
    const bare = files.filter((file) => /\.(js|css)$/.test(file));
    expect(bare.filter((file) => !files.includes(`${file}.gz`) || !files.includes(`${file}.br`))).toEqual([]);
  });
});
