import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

// The house, from the ground up: a file imports only from rooms in lines above its own. Rooms on one line do not know
// each other. docs/architecture.md draws the same.
const LADDER: readonly (readonly string[])[] = [
  ['core/domain', 'core/language'],
  ['core/challenge'],
  ['core/features', 'core/rules'],
  ['core/policy'],
  ['core/decision'],
  ['core/history'],
  [
    ...['adapters/stripe', 'adapters/store', 'adapters/counters', 'adapters/queue', 'adapters/metrics'],
    ...['adapters/log', 'adapters/clock', 'adapters/http', 'adapters/sms', 'adapters/table'],
  ],
  [
    ...['workflows/publish', 'workflows/shadow', 'workflows/breaker', 'workflows/velocity', 'workflows/history'],
    ...['workflows/ingest', 'workflows/jobs', 'workflows/review', 'workflows/watch', 'workflows/forget'],
    ...(['workflows/access', 'workflows/challenge'] as const),
  ],
  ['simulator/world'],
  ['simulator/stripe', 'simulator/twilio'],
  ['simulator/api', 'simulator/test-mode'],
  ['simulator'],
  ['sdk'],
  ['apps/server', 'apps/cli', 'apps/console'],
  ['config.ts', 'program.ts'],
  ['stores.ts'],
  ['challenging.ts', 'counting.ts', 'following.ts', 'forgetting.ts', 'watching.ts'],
  ['status.ts', 'system.ts'],
  ['governance.ts'],
  ['context.ts'],
  ['service.ts', 'worker.ts'],
  ['demo.ts'],
  ['main.ts'],
];

const MAX_LINES = 400;
const MAX_COLUMNS = 120;
const IMPORT = /(?:(?<!')from|import\(|^import)\s*'([^']+)'|new URL\('([^']+)'/gm;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Paths within src of what it imports of ours. */
  readonly imports: readonly string[];
  readonly packages: readonly string[];
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

const sources: SourceFile[] = filesUnder('src').map((path) => {
  const text = readFileSync(join('src', path), 'utf8');
  const named = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '');
  const imports = named
    .filter((name) => name.startsWith('.'))
    .map((name) => relative('src', resolve('src', dirname(path), name)).replaceAll('\\', '/'));
  return { path, text, imports, packages: named.filter((name) => !name.startsWith('.')) };
});

/** The packages that a file of core may use: pure ones, and the data that functions of features look into. */
function allowed(path: string): readonly string[] {
  const data = ['libphonenumber-js/max', 'tldts', 'ipaddr.js'];
  const isFunction = path.startsWith('core/features/functions/');
  return [
    'zod',
    'yaml',
    ...(path.startsWith('core/history/') ? ['wilson-score-interval'] : []),
    ...(path.startsWith('core/challenge/') ? ['libphonenumber-js/max', 'tldts'] : []),
    ...(isFunction ? [...data, 'disposable-email-domains', 'disposable-email-domains/wildcard.json'] : []),
  ];
}

function roomOf(path: string): string {
  return LADDER.flat().find((room) => path === room || path.startsWith(`${room}/`)) ?? `no room (${path})`;
}

function floorOf(path: string): number {
  return LADDER.findIndex((rooms) => rooms.includes(roomOf(path)));
}

function isAllowed(from: string, to: string): boolean {
  return roomOf(from) === roomOf(to) || floorOf(to) < floorOf(from);
}

describe('the house', () => {
  test('every file stands in a room of the ladder', () => {
    expect(sources.filter(({ path }) => floorOf(path) === -1).map(({ path }) => path)).toEqual([]);
  });

  test('every import goes down the ladder', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports.filter((to) => /\.tsx?$/.test(to) && !isAllowed(path, to)).map((to) => `${path} -> ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  test('no files import each other in a circle', () => {
    const byPath = new Map(sources.map((file) => [file.path, file]));
    const done = new Set<string>();
    const circles: string[] = [];
    function visit(path: string, trail: readonly string[]): void {
      const at = trail.indexOf(path);
      if (at !== -1) circles.push([...trail.slice(at), path].join(' -> '));
      if (at !== -1 || done.has(path)) return;
      for (const to of byPath.get(path)?.imports ?? []) visit(to, [...trail, path]);
      done.add(path);
    }
    for (const { path } of sources) visit(path, []);
    expect(circles).toEqual([]);
  });

  test('every file is reached from main.ts, the SDK or the console', () => {
    const reached = new Set<string>();
    const queue = ['main.ts', 'sdk/index.ts', 'apps/console/main.tsx'];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (reached.has(path)) continue;
      reached.add(path);
      queue.push(...(sources.find((file) => file.path === path)?.imports ?? []));
    }
    // Types of a package that has none are read by the compiler alone.
    const unreached = sources.map(({ path }) => path).filter((path) => !reached.has(path) && !path.endsWith('.d.ts'));
    expect(unreached.filter((path) => !isThread(path))).toEqual([]);
  });

  test('core is pure: no I/O, no clock, no chance, no package but zod, yaml and those of the functions', () => {
    const forbidden =
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|\bsetTimeout\(|\bsetInterval\(|\bsetImmediate\(|\bperformance\.|\bcrypto\.|\bfetch\(|\bconsole\./;
    for (const { path, text, packages } of sources.filter((file) => file.path.startsWith('core/'))) {
      expect(
        packages.filter((name) => !allowed(path).includes(name)),
        path,
      ).toEqual([]);
      expect(forbidden.exec(text)?.[0], path).toBeUndefined();
    }
  });

  test('the console knows the service through the SDK alone, and what is pure', () => {
    const wrong = sources
      .filter(({ path }) => roomOf(path) === 'apps/console')
      .flatMap(({ path, imports }) =>
        imports.filter((to) => !/^(apps\/console|sdk|core)\//.test(to)).map((to) => `${path} -> ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  test('only config.ts and main.ts read the environment', () => {
    const readers = sources.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);
    expect(readers.filter((path) => !['config.ts', 'main.ts'].includes(path))).toEqual([]);
  });

  test('files are short and lines fit the page', () => {
    const faults = sources.flatMap(({ path, text }) => {
      const lines = text.split('\n');
      const wide = lines.flatMap((line, index) =>
        line.length > MAX_COLUMNS ? [`${path}:${index + 1} is too wide`] : [],
      );
      return lines.length > MAX_LINES ? [`${path} is too long`, ...wide] : wide;
    });
    expect(faults).toEqual([]);
  });

  test('there are no drawers, barrels or default exports', () => {
    for (const { path, text } of sources) {
      // The SDK is the one room with an entrance of its own.
      if (path === 'sdk/index.ts') continue;
      expect(/(^|\/)(utils?|helpers?|types|common|misc|index)\.tsx?$/.test(path), path).toBe(false);
      expect(/^export (default|\*)/m.test(text), path).toBe(false);
    }
  });

  test('a source file is tested by a file of its room', () => {
    const tests = filesUnder('test');
    const rooms = new Set(sources.map(({ path }) => roomOf(path)).filter((room) => room.includes('/')));
    const untested = [...rooms].filter((room) => !tests.some((path) => path.startsWith(`${room}/`)));
    expect(untested).toEqual([]);
  });
});

/** Threads are entered by URL, with the extension of whoever starts them: no import names them. */
function isThread(path: string): boolean {
  return /(^|[-/])thread\.ts$/.test(path) || path.includes('/pglite/backend') || path.includes('synced-files');
}
