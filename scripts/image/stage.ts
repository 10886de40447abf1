import { join, posix } from 'node:path';

/** A stage of the build while it is performed: its files, and what its instructions have noted so far. */
export interface Stage {
  /** The folder that stands for `/`. */
  readonly root: string;
  workdir: string;
  /** What `ENV` set; the real variables of a step are more. */
  environment: Readonly<Record<string, string>>;
  user: string;
  volumes: readonly string[];
  ports: readonly string[];
  stopSignal: string;
  healthcheck: readonly string[] | null;
  entrypoint: readonly string[];
  command: readonly string[];
}

/** A stage from the base image, of whose files only Node matters here, and that is this process's own. */
export function emptyStage(root: string): Stage {
  return {
    root,
    workdir: '/',
    environment: {},
    user: 'root',
    volumes: [],
    ports: [],
    stopSignal: 'SIGTERM',
    healthcheck: null,
    entrypoint: [],
    command: ['node'],
  };
}

/** A path of the image, relative to the working directory or not, on this machine. */
export function placeOf({ root, workdir }: Pick<Stage, 'root' | 'workdir'>, path: string): string {
  return join(root, posix.resolve(workdir, path));
}
