import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { constants, platform, setPriority } from 'node:os';
import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { SyncedFiles, syncPath, syncTree } from './synced-files.ts';

/** What the thread is told: bytes of Postgres's wire protocol, or to close. */
export type ToThread = Uint8Array | 'close';

/** What the thread says. `syncs` counts the files synced so far. */
export type FromThread =
  | { readonly kind: 'opened'; readonly isSynced: boolean; readonly syncs: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly syncs: number };

// Answers go first: under full load shipping waits. Linux gives each thread a priority; elsewhere it is the process's.
// Not the lowest: on a busy machine that one gets next to nothing, and jobs are done in here, too.
if (platform() === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// PGlite's own parameters without `-F`, which would turn fsync off.
const START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  // The default method (O_DSYNC at open) is lost in Emscripten: commits would not be synced.
  ...['-c', 'wal_sync_method=fsync'],
];
// The status with which Postgres's longjmp to its main loop leaves the WebAssembly: an ordinary SQL error.
const LONGJMP_STATUS = 100;

async function open(dir: string): Promise<{ pglite: PGlite; files: SyncedFiles }> {
  // PGlite takes a folder that was half filled by an interrupted first start for a database. The mark says that
  // nobody was ever told of anything in there.
  const mark = `${dir}.new`;
  if (existsSync(mark)) rmSync(dir, { recursive: true, force: true });
  const isNew = !existsSync(dir);
  if (isNew) writeFileSync(mark, '');
  const files = new SyncedFiles(dir);
  const pglite = await create(files);
  if (isNew) {
    syncTree(dir);
    syncPath(dirname(dir));
    rmSync(mark);
  }
  dieOfFatalErrors(pglite);
  return { pglite, files };
}

/** PGlite itself only says that it failed; why stands in what Postgres prints (no rows are read at the start). */
async function create(files: SyncedFiles): Promise<PGlite> {
  const reasons: string[] = [];
  const onStderr = (line: string) => {
    const reason = /\b(?:FATAL|PANIC): .*/.exec(line)?.[0];
    if (reason) reasons.push(reason);
    return false;
  };
  try {
    return await PGlite.create({ fs: files, startParams: START_PARAMETERS, onStderr });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error([message, ...reasons].join('; '));
  }
}

/**
 * PGlite swallows what isn't an SQL error and calls the dead backend again, for ever: after a PANIC (a full disk, a
 * failed sync) the thread would spin. It ends instead, and the pool starts another, which recovers from the WAL.
 */
function dieOfFatalErrors(pglite: PGlite): void {
  const backend = pglite.Module;
  const runOnce = backend._PostgresMainLoopOnce;
  backend._PostgresMainLoopOnce = () => {
    try {
      runOnce();
    } catch (error) {
      if ((error as { status?: unknown }).status !== LONGJMP_STATUS) process.exit(1);
      throw error;
    }
  };
}

async function serve(dir: string): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('the database thread was not started as a thread');
  const { pglite, files } = await open(dir);

  const before = files.syncs;
  await pglite.exec("select pg_logical_emit_message(true, 'countersign', 'is a commit synced?')");
  const opened: FromThread = { kind: 'opened', isSynced: files.syncs > before, syncs: files.syncs };

  port.on('message', (message: ToThread) => {
    if (message === 'close') {
      void pglite.close().finally(() => process.exit(0));
      return;
    }
    const parts: Uint8Array[] = [];
    // Runs to its end before it returns; the bytes are a view of the WebAssembly's memory.
    void pglite.execProtocolRawStream(message, {
      syncToFs: false,
      onRawData: (bytes) => parts.push(bytes.slice()),
    });
    const [first, ...rest] = parts;
    if (!first) return;
    const bytes = rest.length === 0 ? first : Uint8Array.from(Buffer.concat(parts));
    port.postMessage({ kind: 'bytes', bytes, syncs: files.syncs } satisfies FromThread, [bytes.buffer as ArrayBuffer]);
  });
  port.postMessage(opened);
}

await serve((workerData as { dir: string }).dir);
