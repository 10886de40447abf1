import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { limits } from '../../../core/domain/limits.ts';
import { readLines } from '../lines.ts';

/** Texts in the order of their keys; those of one key in the order in which they were added. */
export interface LineSorter {
  /** `text` has no line end in it. */
  add(key: number, text: string): Promise<void>;
  /** All that was added. Nothing may be added afterwards. */
  sorted(): Promise<SortedLines>;
}

export interface SortedLines {
  /** What there is on disk, about as many bytes as the texts have. */
  readonly bytes: number;
  texts(): AsyncGenerator<string>;
}

/** How much is sorted in memory, and how many sorted files are read at once. */
type SortBounds = Readonly<Record<'bytes' | 'files', number>>;

/** Where a line belongs: by its key, then by its place among all that were added. */
interface Place {
  readonly key: number;
  readonly place: number;
}

interface Line extends Place {
  readonly text: string;
}

/** A line as it is written. In bytes it lies outside of the heap, of which there may be little. */
interface OpenLine extends Place {
  readonly bytes: Buffer;
}

/**
 * Sorts more than memory holds: parts are sorted and written into `folder`, then merged while they are read. What
 * stands in the folder afterwards is the caller's to remove.
 */
export function createLineSorter(
  folder: string,
  { bytes, files }: SortBounds = { bytes: limits.sortBytes, files: limits.sortedAtOnce },
): LineSorter {
  let parts: string[] = [];
  let names = 0;
  let open: OpenLine[] = [];
  let openBytes = 0;
  let places = 0;

  async function writePart(chunks: Iterable<Buffer> | AsyncIterable<string>): Promise<string> {
    const path = join(folder, `part_${names++}`);
    // Nobody else's business: it holds what the history holds.
    await pipeline(Readable.from(chunks), createWriteStream(path, { mode: 0o600 }));
    return path;
  }

  async function closePart(): Promise<void> {
    if (open.length === 0) return;
    const lines = open.sort(compare);
    open = [];
    openBytes = 0;
    parts.push(await writePart(lines.map((line) => line.bytes)));
  }

  /** Merges parts until the rest of them can be read at once. */
  async function reduceParts(): Promise<void> {
    while (parts.length > files) {
      const fewer: string[] = [];
      for (let start = 0; start < parts.length; start += files) {
        const group = parts.slice(start, start + files);
        fewer.push(await writePart(inBatches(mergedLines(group))));
        for (const path of group) await rm(path);
      }
      parts = fewer;
    }
  }

  return {
    async add(key, text) {
      const line = { key, place: places++, text };
      const encoded = Buffer.from(lineText(line));
      open.push({ key, place: line.place, bytes: encoded });
      openBytes += encoded.length;
      if (openBytes >= bytes) await closePart();
    },
    async sorted() {
      await closePart();
      await reduceParts();
      const sizes = await Promise.all(parts.map((path) => stat(path)));
      return {
        bytes: sizes.reduce((sum, { size }) => sum + size, 0),
        async *texts() {
          for await (const { text } of mergedLines(parts)) yield text;
        },
      };
    },
  };
}

function compare(a: Place, b: Place): number {
  return a.key - b.key || a.place - b.place;
}

function lineText({ key, place, text }: Line): string {
  return `${key}\t${place}\t${text}\n`;
}

const BATCH_LENGTH = 65_536;

async function* inBatches(lines: AsyncIterable<Line>): AsyncGenerator<string> {
  let batch = '';
  for await (const line of lines) {
    batch += lineText(line);
    if (batch.length < BATCH_LENGTH) continue;
    yield batch;
    batch = '';
  }
  if (batch !== '') yield batch;
}

async function* readPart(path: string): AsyncGenerator<Line> {
  for await (const line of readLines(createReadStream(path))) {
    const afterKey = line.indexOf('\t');
    const afterPlace = line.indexOf('\t', afterKey + 1);
    const [key, place] = [Number(line.slice(0, afterKey)), Number(line.slice(afterKey + 1, afterPlace))];
    yield { key, place, text: line.slice(afterPlace + 1) };
  }
}

/** A part that is being read, and its next line. */
interface Head {
  readonly part: AsyncGenerator<Line>;
  line: Line;
}

/** Heads are few enough to be looked through: no heap is worth its code here. */
function leastOf(heads: readonly Head[]): Head {
  return heads.reduce((least, head) => (compare(head.line, least.line) < 0 ? head : least));
}

async function* mergedLines(paths: readonly string[]): AsyncGenerator<Line> {
  const parts = paths.map(readPart);
  try {
    const heads: Head[] = [];
    for (const part of parts) {
      const { value } = await part.next();
      if (value) heads.push({ part, line: value });
    }
    while (heads.length > 0) {
      const least = leastOf(heads);
      yield least.line;
      const { value } = await least.part.next();
      if (value) least.line = value;
      else heads.splice(heads.indexOf(least), 1);
    }
  } finally {
    for (const part of parts) await part.return(undefined);
  }
}
