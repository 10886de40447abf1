import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Children, createChildren } from './children.ts';

/** What everything on the stage shares. */
export interface Stage {
  /** The checkout. */
  readonly root: string;
  /** For data folders and logs; gone after `clear`. */
  readonly folder: string;
  readonly secret: string;
  readonly children: Children;
  /** Begins the ids of one run: no run of this or another bench has the same. */
  nextPrefix(): string;
  /** Registers what is to be cleared away at the end, however that comes. */
  onClear(clear: () => Promise<void>): void;
  /** Stops every process and removes everything; the second call does nothing. */
  clear(): Promise<void>;
}

/** Sets up a folder for temporary files and keeps account of all that has to go at the end. */
export function openStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const children = createChildren();
  const name = randomBytes(4).toString('hex');
  const clears: (() => Promise<void>)[] = [];
  let runs = 0;
  let clearing: Promise<void> | null = null;

  async function clear(): Promise<void> {
    await children.stopAll();
    for (const run of clears.reverse()) await run();
    rmSync(folder, { recursive: true, force: true });
  }

  return {
    root: resolve(import.meta.dirname, '../..'),
    folder,
    secret: `whsec_${randomBytes(24).toString('base64url')}`,
    children,
    nextPrefix: () => `${name}x${String(++runs).padStart(3, '0')}x`,
    onClear: (run) => clears.push(run),
    clear() {
      clearing ??= clear();
      return clearing;
    },
  };
}
