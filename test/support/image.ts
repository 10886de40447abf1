import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDockerignore } from '../../scripts/image/context.ts';
import { type Image, performDockerfile } from '../../scripts/image/perform.ts';
import { lockDataDir } from '../../src/adapters/store/lock.ts';
import { type Serving, serve, until } from './serve.ts';

/** What comes of the Dockerfile's steps; nobody may write in it, other tests use it as well. */
export interface PerformedImage extends Image {
  /** The program, and the folder that it is started in. */
  readonly entry: string;
  readonly cwd: string;
}

const PATIENCE_MS = 240_000;
const KEPT_MS = 3_600_000;

/**
 * The image of this checkout, performed once for the same sources: it is kept in the system's temporary folder for
 * other test files and the next run, and goes when nobody has wanted it for an hour.
 */
export async function performedImage(): Promise<PerformedImage> {
  const cache = ownFolder(join(tmpdir(), `countersign-images-${process.getuid?.() ?? 0}`));
  const folder = join(cache, fingerprint());
  // Test files run at the same time; the kernel gives the lock back when one of them dies half-way.
  const lock = await until(async () => lockDataDir(join(cache, 'lock')), PATIENCE_MS);
  try {
    removeUnused(cache);
    if (!existsSync(folder)) {
      const partial = `${folder}.partial`;
      rmSync(partial, { recursive: true, force: true });
      const image = await performDockerfile('.', partial);
      writeFileSync(join(partial, 'image.json'), JSON.stringify(image));
      renameSync(partial, folder);
    }
    utimesSync(folder, new Date(), new Date());
  } finally {
    lock.release();
  }
  const noted = JSON.parse(readFileSync(join(folder, 'image.json'), 'utf8')) as Image;
  const image = { ...noted, root: join(folder, 'root') };
  const cwd = join(image.root, image.workdir);
  return { ...image, cwd, entry: join(cwd, image.entrypoint[1] ?? '') };
}

/** Starts the image as `docker run` would, but for a data folder and a port of the test's own; `wrap` as in `serve`. */
export function serveImage(
  image: PerformedImage,
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
  wrap: readonly string[] = [],
): Promise<Serving> {
  const settings = { ...image.environment, DATA_DIR: dataDir, PORT: '0', ...environment };
  return serve(dataDir, settings, [...wrap, 'sh', '-c', 'cd "$0" && exec "$@"', image.cwd], image.entry);
}

/** Code is run from there: it must be nobody else's. Others may pass through, for who runs it as another user. */
function ownFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const { uid } = lstatSync(folder);
  if (process.getuid && uid !== process.getuid()) throw new Error(`${folder} belongs to somebody else (${uid})`);
  return folder;
}

/** Of all that the builder gets to see, and of the Node that does it. */
function fingerprint(): string {
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}`);
  const isSeen = readDockerignore(readFileSync('.dockerignore', 'utf8'));
  const seen = readdirSync('.').filter((name) => isSeen(name));
  for (const path of ['Dockerfile', '.dockerignore', ...seen.sort().flatMap(filesOf)]) {
    hash.update(`\0${path}\0`).update(readFileSync(path));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function removeUnused(cache: string): void {
  for (const name of readdirSync(cache).filter((entry) => entry !== 'lock')) {
    const folder = join(cache, name);
    if (Date.now() - statSync(folder).mtimeMs > KEPT_MS) rmSync(folder, { recursive: true, force: true });
  }
}
