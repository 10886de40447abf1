import { crc32 } from 'node:zlib';
import type { RecordText } from '../../../core/decision/ports.ts';
import { limits } from '../../../core/domain/limits.ts';

const LF = 0x0a;
const SPACE = 0x20;
const DIGITS = 8;

/** Bytes before a record's text in its line: the checksum in eight lower-case hex digits, and a blank. */
export const LINE_HEAD_BYTES = DIGITS + 1;

/**
 * Writes the checksum of every line in `buffer[0, end)` into the place kept free before its text. The lines must be
 * whole: head, text without a line feed, line feed.
 */
export function sealLines(buffer: Buffer, end: number): void {
  let start = 0;
  while (start < end) {
    const lineFeed = buffer.indexOf(LF, start + LINE_HEAD_BYTES);
    const checksum = crc32(buffer.subarray(start + LINE_HEAD_BYTES, lineFeed));
    buffer.write(`${checksum.toString(16).padStart(DIGITS, '0')} `, start, 'latin1');
    start = lineFeed + 1;
  }
}

/** A record read back, and the offset in its file just behind its line. */
export interface ReadRecord {
  readonly text: RecordText;
  readonly endOffset: number;
}

/** Bytes of a file that are no good lines although good lines follow: not what a crash leaves. */
export interface Damage {
  readonly fromOffset: number;
  readonly toOffset: number;
}

/** Takes a file piece by piece, in order. */
export interface LineDecoder {
  /** The whole good records that end in this piece, and the damage that became certain in it. */
  push(piece: Buffer): { readonly records: readonly ReadRecord[]; readonly damages: readonly Damage[] };
  /** Where the torn tail begins: bytes behind the last good line; null if there are none. */
  tornFrom(): number | null;
}

function digitsAt(buffer: Buffer, start: number): number {
  let value = 0;
  for (let i = start; i < start + DIGITS; i++) {
    const byte = buffer[i] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) value = value * 16 + byte - 0x30;
    else if (byte >= 0x61 && byte <= 0x66) value = value * 16 + byte - 0x57;
    else return -1;
  }
  return value;
}

function isGoodLine(buffer: Buffer, start: number, lineFeed: number): boolean {
  const textStart = start + LINE_HEAD_BYTES;
  return (
    lineFeed >= textStart &&
    buffer[textStart - 1] === SPACE &&
    digitsAt(buffer, start) === crc32(buffer.subarray(textStart, lineFeed))
  );
}

/**
 * Decodes the lines of one segment that begin at `startOffset` (a line's beginning). Bad lines are never yielded: with
 * a good line behind them they are damage, with none they are the torn tail that a crash or a failed write leaves.
 */
export function createLineDecoder(startOffset: number): LineDecoder {
  let rest: Buffer = Buffer.alloc(0);
  let restOffset = startOffset;
  let goodUpTo = startOffset;
  // A line that no record can be as long as isn't kept in memory: its bytes are passed over up to the next line feed.
  let isPassingOver = false;

  function push(piece: Buffer) {
    const records: ReadRecord[] = [];
    const damages: Damage[] = [];
    const data = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let start = 0;
    for (let lineFeed = data.indexOf(LF); lineFeed >= 0; lineFeed = data.indexOf(LF, start)) {
      if (!isPassingOver && isGoodLine(data, start, lineFeed)) {
        const lineOffset = restOffset + start;
        if (lineOffset > goodUpTo) damages.push({ fromOffset: goodUpTo, toOffset: lineOffset });
        goodUpTo = restOffset + lineFeed + 1;
        records.push({ text: data.toString('utf8', start + LINE_HEAD_BYTES, lineFeed), endOffset: goodUpTo });
      }
      isPassingOver = false;
      start = lineFeed + 1;
    }
    isPassingOver ||= data.length - start > limits.journalMaxBatchBytes;
    restOffset += isPassingOver ? data.length : start;
    rest = isPassingOver ? Buffer.alloc(0) : data.subarray(start);
    return { records, damages };
  }

  return {
    push,
    tornFrom: () => (isPassingOver || restOffset + rest.length > goodUpTo ? goodUpTo : null),
  };
}
