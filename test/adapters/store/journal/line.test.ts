import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineDecoder } from '../../../../src/adapters/store/journal/line.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import { lineOf, recordOf } from './stage.ts';

const texts = fc.array(
  fc.json({ noUnicodeString: false }).map((text) => text.replaceAll('\n', ' ')),
  { maxLength: 12 },
);

/** Decodes `content` in pieces that end at the given offsets. */
function decode(content: Buffer, cuts: readonly number[] = []) {
  const decoder = createLineDecoder(0);
  const offsets = [0, ...[...cuts].sort((a, b) => a - b), content.length];
  const pieces = offsets.slice(1).map((to, i) => decoder.push(content.subarray(offsets[i], to)));
  return {
    texts: pieces.flatMap(({ records }) => records.map(({ text }) => text)),
    ends: pieces.flatMap(({ records }) => records.map(({ endOffset }) => endOffset)),
    damages: pieces.flatMap(({ damages }) => damages),
    tornFrom: decoder.tornFrom(),
  };
}

describe('a line of the journal', () => {
  it('is the checksum in hex, a blank, the text and a line feed', () => {
    // The check value of CRC-32 in every table of checksums.
    expect(lineOf('123456789').toString()).toBe('cbf43926 123456789\n');
  });

  it('reads back as what was written, however the file is cut into pieces', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat({ max: 400 })), (written, cuts) => {
        const content = Buffer.concat(written.map(lineOf));
        const read = decode(
          content,
          cuts.map((cut) => Math.min(cut, content.length)),
        );
        expect(read.texts).toEqual(written);
        expect(read.ends.at(-1) ?? 0).toBe(content.length);
        expect(read).toMatchObject({ damages: [], tornFrom: null });
      }),
    );
  });

  it('is dropped as a torn tail when it is the last and cut off at any byte', () => {
    const before = Buffer.concat([lineOf(recordOf('a')), lineOf(recordOf('b'))]);
    const last = lineOf(recordOf('ü'));
    for (let length = 0; length < last.length; length++) {
      const read = decode(Buffer.concat([before, last.subarray(0, length)]));
      expect(read.texts).toEqual([recordOf('a'), recordOf('b')]);
      expect(read.damages).toEqual([]);
      expect(read.tornFrom).toBe(length === 0 ? null : before.length);
    }
  });

  it('is dropped as a torn tail when it is the last and any bit of it is wrong', () => {
    const before = lineOf(recordOf('a'));
    const last = lineOf(recordOf('b'));
    for (let bit = 0; bit < last.length * 8; bit++) {
      const bad = Buffer.from(last);
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(decode(Buffer.concat([before, bad]))).toMatchObject({
        texts: [recordOf('a')],
        damages: [],
        tornFrom: before.length,
      });
    }
  });

  it('is damage when any bit of it is wrong and good lines follow; all that it doesn’t touch are still read', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const lines = ids.map((id) => lineOf(recordOf(id)));
    const lineBytes = lines[0]?.length ?? 0;
    fc.assert(
      fc.property(fc.nat({ max: lineBytes * 4 * 8 - 1 }), fc.nat({ max: lineBytes * 5 }), (bit, cut) => {
        const content = Buffer.concat(lines);
        content[bit >> 3] = (content[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const index = Math.floor((bit >> 3) / lineBytes);
        // A wrong line feed joins the line with the next one.
        const isJoined = (bit >> 3) % lineBytes === lineBytes - 1;
        const bad = isJoined ? [index, index + 1] : [index];
        const read = decode(content, [cut]);
        expect(read.texts).toEqual(ids.filter((_, i) => !bad.includes(i)).map((id) => recordOf(id)));
        const fromOffset = index * lineBytes;
        const toOffset = fromOffset + bad.length * lineBytes;
        if (toOffset < content.length)
          expect(read).toMatchObject({ damages: [{ fromOffset, toOffset }], tornFrom: null });
        else expect(read).toMatchObject({ damages: [], tornFrom: fromOffset });
      }),
    );
  });

  it('is not searched for in memory when it is longer than any record', () => {
    const zeros = Buffer.alloc(limits.journalMaxBatchBytes + 1);
    const good = lineOf(recordOf('a'));
    const afterwards = decode(Buffer.concat([zeros, Buffer.from('\n'), good]), [zeros.length - 9, zeros.length]);
    expect(afterwards.texts).toEqual([recordOf('a')]);
    expect(afterwards.damages).toEqual([{ fromOffset: 0, toOffset: zeros.length + 1 }]);
    expect(decode(Buffer.concat([good, zeros]), [good.length, zeros.length]).tornFrom).toBe(good.length);
  });
});
