import { cpSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { faultOf, type Instruction } from './dockerfile.ts';
import { placeOf, type Stage } from './stage.ts';

/** Where `COPY` takes from: a folder, and which of its paths may be seen. */
export interface Source {
  readonly root: string;
  isSeen(path: string): boolean;
}

const COPY = { recursive: true, verbatimSymlinks: true } as const;

/**
 * Performs a `COPY` into a stage: of a folder what is in it, and of files those, into a folder if the last word ends in
 * a slash. `--chown` is Docker's alone: there is no such user here. Throws ImageFault for what is not there to be seen.
 */
export function copyInto(stage: Stage, instruction: Instruction, source: Source): void {
  const words = instruction.rest.split(/\s+/);
  const target = words.pop();
  if (target === undefined || words.length === 0) throw faultOf(instruction, 'wants something to copy, and a place');
  const place = placeOf(stage, target);
  const isFolder = target.endsWith('/');
  if (words.length > 1 && !isFolder) throw faultOf(instruction, 'of several files wants a place that ends in /');
  for (const word of words) {
    if (/[*?[$\\]/.test(word)) throw faultOf(instruction, `of patterns and variables is not known here: ${word}`);
    const path = posix.join('.', word.replace(/^\/+/, ''));
    const from = join(source.root, path);
    if (!source.isSeen(path) || !existsSync(from)) throw faultOf(instruction, `finds no ${word}`);
    const isWhole = statSync(from).isDirectory();
    const to = isFolder && !isWhole ? join(place, basename(path)) : place;
    mkdirSync(isWhole ? to : dirname(to), { recursive: true });
    cpSync(from, to, COPY);
  }
}
