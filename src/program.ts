import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file or folder that comes with the program: beside the compiled one, and above the sources. */
export function besideProgram(name: string): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? `../${name}` : `./${name}`, import.meta.url));
}

/** The version of Countersign, e.g. `0.1.0`. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(besideProgram('package.json'), 'utf8')) as { version: string };
  return version;
}
