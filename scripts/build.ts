// Builds dist/ (or FOLDER): a package of compiled JavaScript that runs under plain Node, with the console, ready for
// `npm pack ./dist` and the image: npm run build [-- FOLDER]
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { productionLock } from './production-lock.ts';

const { name, version, description, license, type, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const into = resolve(process.argv[2] ?? 'dist');

rmSync(into, { recursive: true, force: true });
run('tsc', '--project', 'tsconfig.build.json', '--outDir', into);
// Types are for the SDK alone: the rest is a program, which nobody imports.
run('tsc', '--project', 'tsconfig.sdk.json', '--outDir', into);
run('vite', 'build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', join(into, 'console'));
// It only tells which file wants which.
rmSync(join(into, 'console/.vite'), { recursive: true, force: true });
chmodSync(join(into, 'main.js'), 0o755);
for (const part of ['policies', 'schemas', 'examples', 'docs', 'README.md', 'LICENSE', 'CHANGELOG.md']) {
  cpSync(part, join(into, part), { recursive: true });
}
const published = {
  name,
  version,
  description,
  license,
  type,
  // The checkout brings its own Node 24; who installs the package has one.
  engines: { node: '>=24' },
  bin: { countersign: 'main.js' },
  exports: { './sdk': { types: './sdk/index.d.ts', default: './sdk/index.js' }, './package.json': './package.json' },
  dependencies,
};
writeFileSync(join(into, 'package.json'), json(published));
// But for its SDK it is a program and no library: who installs it gets the versions that were tested with it, to the
// last of them.
writeFileSync(join(into, 'npm-shrinkwrap.json'), json(productionLock(lock, published)));

function run(program: string, ...words: string[]): void {
  // Under a runner of tests it would be another one, and React would be built as for development.
  execFileSync(program, words, { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } });
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
