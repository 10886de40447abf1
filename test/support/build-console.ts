import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const BUILT = 'dist/console/index.html';
const SOURCES = ['src/apps/console', 'src/sdk', 'src/core'];

/** Builds the console before any test, where its sources are newer than what was built: tests see what stands there. */
export function setup(): void {
  const builtMs = existsSync(BUILT) ? statSync(BUILT).mtimeMs : 0;
  const newestMs = Math.max(...SOURCES.flatMap(timesUnder), statSync('vite.config.ts').mtimeMs);
  // The runner says `test` to its children, and React would be built as for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  if (newestMs > builtMs) execFileSync('npm', ['run', 'build:console'], { stdio: 'inherit', env });
}

function timesUnder(folder: string): number[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => statSync(join(folder, path)).mtimeMs);
}
