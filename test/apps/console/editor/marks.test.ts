import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Mark, ruleMarks, scowlMarks } from '../../../../src/apps/console/editor/marks.ts';
import { spelled } from '../../../../src/apps/console/editor/spelled.ts';

function said(text: string, marks: readonly Mark[]): string[] {
  return marks.map(({ start, end, kind }) => `${kind} ${text.slice(start, end)}`);
}

describe('the pieces of a rule', () => {
  test('are those of the engine', () => {
    const text = 'Block if :amount: > 500 and not :merchant: in @blocked -- never';
    expect(said(text, ruleMarks(text))).toEqual([
      'action Block',
      'action if',
      'attribute :amount:',
      'operator >',
      'number 500',
      'keyword and',
      'keyword not',
      'attribute :merchant:',
      'keyword in',
      'list @blocked',
      'comment -- never',
    ]);
  });

  test('are there for a rule that is not finished', () => {
    const text = "Block if :merchant_name: like 'gif";
    expect(said(text, ruleMarks(text))).toContain('attribute :merchant_name:');
  });
});

describe('the pieces of a Scowl text', () => {
  test('are those of the engine', () => {
    const text = 'event login -- a door\ntries := Count<login>(by ip where ok = "no" last 5 days)';
    expect(said(text, scowlMarks(text))).toEqual([
      'action event',
      'comment -- a door',
      'attribute tries',
      'operator :=',
      'call Count',
      'operator <',
      'operator >',
      'keyword by',
      'keyword where',
      'operator =',
      'string "no"',
      'keyword last',
      'number 5',
    ]);
  });
});

describe('the pieces of a Scowl text over several lines', () => {
  test('are the same wherever the lines end', () => {
    const text = 'x :=\n  Count(\n  by ip\n  exclusive)';
    expect(said(text, scowlMarks(text))).toEqual([
      'attribute x',
      'operator :=',
      'call Count',
      'keyword by',
      'keyword exclusive',
    ]);
  });
});

describe('pieces', () => {
  const shipped = readdirSync('policies/features').map((name) => readFileSync(`policies/features/${name}`, 'utf8'));

  test('come in order, none within another, whatever the text', () => {
    const texts = fc.oneof(fc.string(), fc.constantFrom(...shipped), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(texts, (text) => {
        for (const marks of [ruleMarks(text), scowlMarks(text)]) {
          let at = 0;
          for (const { start, end } of marks) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThan(start);
            at = end;
          }
          expect(at).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe('a value in YAML', () => {
  /** The value after `rule: `, and the letters of the file at the place of each of its own. */
  function read(value: string) {
    const file = `rule: ${value}`;
    const { text, offsets } = spelled(file, 6, file.length);
    return {
      text,
      letters: offsets
        .slice(0, -1)
        .map((at) => file[at])
        .join(''),
    };
  }

  test('is read as it is meant, with the place of each letter', () => {
    expect(read('"Block if :a: = \'b\'"').text).toBe("Block if :a: = 'b'");
    expect(read("'Block if :a: = ''b'''").text).toBe("Block if :a: = 'b'");
    expect(read('"a \\"b\\" c"')).toEqual({ text: 'a "b" c', letters: 'a \\b\\ c' });
    expect(read('>-\n      Block if\n      :a:').text.trim()).toBe('Block if :a:');
  });

  test('is read as far as it is written', () => {
    expect(read('"Block if :am').text).toBe('Block if :am');
    expect(read("'Block").text).toBe('Block');
    expect(read('').text).toBe('');
  });
});
