// Builds dist/: a package of compiled JavaScript that runs under plain Node, ready for `npm pack ./dist` and the image.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { productionLock } from './production-lock.ts';

const { name, version, description, license, type, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

rmSync('dist', { recursive: true, force: true });
execFileSync('tsc', ['--project', 'tsconfig.build.json'], { stdio: 'inherit' });
// Types are for the SDK alone: the rest is a program, which nobody imports.
execFileSync('tsc', ['--project', 'tsconfig.sdk.json'], { stdio: 'inherit' });
chmodSync('dist/main.js', 0o755);
for (const part of ['policies', 'schemas', 'examples', 'docs', 'README.md', 'LICENSE', 'CHANGELOG.md']) {
  cpSync(part, `dist/${part}`, { recursive: true });
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
writeFileSync('dist/package.json', json(published));
// But for its SDK it is a program and no library: who installs it gets the versions that were tested with it, to the
// last of them.
writeFileSync('dist/npm-shrinkwrap.json', json(productionLock(lock, published)));

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
