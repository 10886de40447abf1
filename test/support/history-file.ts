import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { openHistorySource } from '../../src/apps/cli/history/open.ts';
import type { Progress } from '../../src/apps/cli/replay/progress.ts';
import { temporaryFolder as spillFolder } from '../../src/apps/cli/replay/temporary-folder.ts';
import type { HistoryRow } from '../../src/core/history/row.ts';
import type { Window } from '../../src/core/history/window.ts';
import type { AttributeDefinition } from '../../src/core/rules/attributes.ts';
import type { HistoryAbout, HistoryItem } from '../../src/workflows/history/source.ts';
import { temporaryFolder } from './folder.ts';

/** All the time there is. */
export const ALWAYS: Window = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/** What came of a history, with what was said of it; the folder's name is left out. */
export interface ReadHistory {
  readonly about: HistoryAbout;
  readonly items: readonly HistoryItem[];
  readonly rows: readonly HistoryRow[];
  readonly unreadable: number;
  readonly said: readonly string[];
}

interface Wish {
  readonly features?: readonly AttributeDefinition[];
  readonly window?: Window;
  /** Read from standard input. */
  readonly isPiped?: boolean;
}

/** Writes a history into a file and reads all of it. */
export async function readHistory(
  name: string,
  content: string | Buffer,
  { features = [], window = ALWAYS, isPiped = false }: Wish = {},
): Promise<ReadHistory> {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, content);
  return readHistoryFile(file, { features, window, ...(isPiped && { stdin: Readable.from([Buffer.from(content)]) }) });
}

/** Reads all of a history that lies in a file; of `stdin`, if it is given. */
export async function readHistoryFile(
  file: string,
  { features = [], window = ALWAYS, stdin }: Omit<Wish, 'isPiped'> & { readonly stdin?: Readable } = {},
): Promise<ReadHistory> {
  const said: string[] = [];
  const progress: Progress = {
    begin() {},
    reach() {},
    end() {},
    say: (line) => void said.push(line.replaceAll(file, 'FILE')),
  };
  await using folder = spillFolder(temporaryFolder());
  const ports = { stdin: stdin ?? Readable.from([]), folder, progress, signal: new AbortController().signal };
  const source = await openHistorySource(stdin ? '-' : file, features, ports);
  const items: HistoryItem[] = [];
  try {
    for await (const batch of source.read(window)) items.push(...batch);
  } finally {
    await source.close();
  }
  const rows = items.flatMap((item) => (item.kind === 'row' ? [item.row] : []));
  return { about: source.about, items, rows, unreadable: source.unreadable(), said };
}
