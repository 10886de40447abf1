// Builds dist/: a package of compiled JavaScript that runs under plain Node, ready for `npm pack ./dist` and the image.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const {
  scripts: _,
  devDependencies: __,
  overrides: ___,
  allowScripts: ____,
  ...manifest
} = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('dist', { recursive: true, force: true });
execFileSync('tsc', ['--project', 'tsconfig.build.json'], { stdio: 'inherit' });
chmodSync('dist/main.js', 0o755);
for (const part of ['policies', 'schemas', 'README.md', 'LICENSE', 'CHANGELOG.md']) {
  cpSync(part, `dist/${part}`, { recursive: true });
}
const { name, version, description, license, type, dependencies } = manifest;
const published = {
  name,
  version,
  description,
  license,
  type,
  // The checkout brings its own Node 24; who installs the package has one.
  engines: { node: '>=24' },
  bin: { countersign: 'main.js' },
  dependencies,
};
writeFileSync('dist/package.json', `${JSON.stringify(published, null, 2)}\n`);
