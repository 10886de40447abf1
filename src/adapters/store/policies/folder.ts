import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { PolicyFile } from '../../../core/policy/files.ts';

/** The files of a policy folder, or why it can't be read. */
export type FolderReading =
  | { readonly isRead: true; readonly files: readonly PolicyFile[] }
  | { readonly isRead: false; readonly problem: string };

/**
 * Reads the YAML and Scowl files of a policy folder and of its sub-folders, in the order of their names. Their paths in
 * messages begin with `directory` as it was given.
 */
export async function readPolicyFolder(directory: string): Promise<FolderReading> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => !entry.isDirectory() && /\.(ya?ml|scowl)$/.test(entry.name))
      .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
      .sort();
    const files = await Promise.all(paths.map((path) => readPolicyFile(directory, path)));
    return { isRead: true, files };
  } catch (error) {
    return { isRead: false, problem: problemOf(error, directory) };
  }
}

async function readPolicyFile(directory: string, path: string): Promise<PolicyFile> {
  const text = await readFile(join(directory, path), 'utf8');
  return { name: path.split(sep).join('/'), source: { path: join(directory, path), text } };
}

function problemOf(error: unknown, directory: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return `there is no policy folder at ${resolve(directory)}`;
  if (code === 'ENOTDIR') return `${directory} is a file; a policy is a folder`;
  return `the policy folder ${directory} can't be read: ${error instanceof Error ? error.message : String(error)}`;
}
