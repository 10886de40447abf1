import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readPolicyFolder } from '../../../adapters/store/policies/folder.ts';
import { CalmError } from '../remote/calm-error.ts';

interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** What writing the files of a version into a folder would do. */
export interface FilePlan {
  readonly missing: readonly NamedText[];
  /** There, and they say something else. */
  readonly differing: readonly NamedText[];
  readonly same: readonly string[];
  /** Policy files in the folder that are not of the version. */
  readonly others: readonly string[];
}

/** Compares a folder, which need not be there, with the files of a version. Throws CalmError. */
export async function planFiles(directory: string, files: readonly NamedText[]): Promise<FilePlan> {
  const missing: NamedText[] = [];
  const differing: NamedText[] = [];
  const same: string[] = [];
  for (const { name, text } of files) {
    const found = await textAt(join(directory, within(name)));
    if (found === null) missing.push({ name, text });
    else if (found === text) same.push(name);
    else differing.push({ name, text });
  }
  const names = new Set(files.map(({ name }) => name));
  const folder = await readPolicyFolder(directory);
  const others = folder.isRead ? folder.files.map(({ name }) => name).filter((name) => !names.has(name)) : [];
  return { missing, differing, same, others };
}

/** Writes files into a folder, and makes what folders it takes. Throws CalmError. */
export async function writePlanned(directory: string, files: readonly NamedText[]): Promise<void> {
  for (const { name, text } of files) {
    const path = join(directory, within(name));
    try {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    } catch (error) {
      throw new CalmError(`${path} can't be written (${codeOf(error)})`);
    }
  }
}

const PATH = /^[\w.-]+(\/[\w.-]+)*$/;

/** A service decides what the files are called, and not where else they go. */
function within(name: string): string {
  if (PATH.test(name) && !name.split('/').includes('..')) return name;
  throw new CalmError(`the service names a file that would be outside of the folder: ${JSON.stringify(name)}`);
}

async function textAt(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new CalmError(`${path} can't be read (${codeOf(error)})`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
