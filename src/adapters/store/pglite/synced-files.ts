import { closeSync, fdatasyncSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** Of Emscripten's file system over Node's, the operations that PGlite leaves unsynced. */
interface NodeFileOperations {
  readonly NODEFS: {
    realPath(node: unknown): string;
    readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => void };
    readonly node_ops: { rename(node: unknown, folder: unknown, name: string): void };
  };
}

/**
 * PGlite's files on disk with a real fsync: as it comes, its file system has none, and a commit survives a killed
 * process but no power cut. A rename (as of WAL segments) is followed by a sync of the folder.
 */
export class SyncedFiles extends NodeFS {
  /** How many times a file was synced. */
  syncs = 0;

  override async init(...[pglite, options]: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const patch = ({ NODEFS }: NodeFileOperations) => {
      NODEFS.stream_ops.fsync = (stream) => {
        fdatasyncSync(stream.nfd);
        this.syncs += 1;
      };
      const rename = NODEFS.node_ops.rename;
      NODEFS.node_ops.rename = (node, folder, name) => {
        rename(node, folder, name);
        syncPath(NODEFS.realPath(folder));
      };
    };
    const preRun = [...(emscriptenOpts.preRun ?? []), patch as never];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}

/** Syncs every file and folder below a folder: for what was written before fsync was in force. */
export function syncTree(dir: string): void {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path);
  }
  syncPath(dir);
}

/** Syncs one file, or the entries of one folder. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
