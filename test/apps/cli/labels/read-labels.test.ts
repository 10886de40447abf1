import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../../src/apps/cli/labels/csv.ts';
import { type LabelLine, readLabels } from '../../../../src/apps/cli/labels/read-labels.ts';
import { readLines } from '../../../../src/apps/cli/lines.ts';
import { collect } from '../../../support/collect.ts';

const read = (text: string, name = '') => collect(readLabels(Readable.from([Buffer.from(text)]), name));
const HEADER = 'authorization,verdict,known_at,note\n';
const GOOD = 'iauth_1,fraud,2026-01-05,\n';
/** Lines as `12: what is wrong` or `12 iauth_1`. */
const said = (lines: readonly LabelLine[]) =>
  lines.map((line) =>
    'problem' in line ? `${line.line}: ${line.problem}` : `${line.line} ${line.label.authorization}`,
  );

describe('a file of labels', () => {
  test('is CSV with a header, in any order of columns, with quotes, blank lines and a byte order mark', async () => {
    const lines = await read(
      '\ufeffverdict,known_at,transaction,authorization,ref,note\r\n\r\nfraud,2026-01-05,,iauth_1,a,"said ""no"",\n twice"\r\nlegitimate,2026-01-05T10:00:00+02:00,itr_1,,,\r\n',
    );
    expect(lines).toEqual([
      {
        line: 3,
        label: {
          ...{ verdict: 'fraud', known_at: '2026-01-05T00:00:00Z', authorization: 'iauth_1', ref: 'a' },
          note: 'said "no",\n twice',
        },
      },
      { line: 5, label: { verdict: 'legitimate', known_at: '2026-01-05T10:00:00+02:00', transaction: 'itr_1' } },
    ]);
  });

  test('may have semicolons, as some spreadsheets write them', async () => {
    expect(said(await read('authorization;verdict;known_at\niauth_1;fraud;2026-01-05\n'))).toEqual(['2 iauth_1']);
  });

  test('is NDJSON where it begins with a brace, or is called so', async () => {
    const good = JSON.stringify({ authorization: 'iauth_1', verdict: 'fraud', known_at: '2026-01-05' });
    const lines = said(await read(`\n${good}\n{broken\n[1]\n\n${good}`));
    expect(lines).toEqual([
      '2 iauth_1',
      expect.stringMatching(/^3: not JSON/),
      expect.stringMatching(/^4: is no object/),
      '6 iauth_1',
    ]);
    expect(said(await read(`oops\n${good}`, 'labels.ndjson'))).toEqual([
      expect.stringMatching(/^1: not JSON/),
      '2 iauth_1',
    ]);
  });

  test.each<[string, string, RegExp]>([
    ['too few cells', 'iauth_1,fraud\n', /^3: has 2 cells, and the header 4$/],
    ['another verdict', 'iauth_1,chargeback,2026-01-05,\n', /^3: verdict: /],
    ['no time', 'iauth_1,fraud,,\n', /^3: known_at: when it became known must be said$/],
    ['a day that is none', 'iauth_1,fraud,2026-02-30,\n', /^3: known_at: /],
    ['a time without a zone', 'iauth_1,fraud,2026-02-03T10:00:00,\n', /^3: known_at: /],
    ['no purchase', ',fraud,2026-01-05,\n', /^3: wants an authorization, or a transaction$/],
    ['what is no id', 'iauth 1,fraud,2026-01-05,\n', /^3: authorization: is an id of Stripe/],
    ['a phone number', 'iauth_1,fraud,2026-01-05,+1 555 555 0123\n', /^3: note: holds what looks like/],
    ['a stray quote', 'iauth_1,fraud,2026-01-05,5" screen\n', /^3: a quote stands where none may/],
    ['text after a quote', 'iauth_1,fraud,2026-01-05,"a" b\n', /^3: a quote stands where none may/],
    ['a quote that never ends', 'iauth_1,fraud,2026-01-05,"lost\n', /^3: a quote begins here and never ends$/],
  ])('names a line with %s, and takes those around it', async (_name, bad, problem) => {
    const lines = said(await read(`${HEADER}${GOOD}${bad}${GOOD}`));
    expect(lines).toEqual(['2 iauth_1', expect.stringMatching(problem), '4 iauth_1']);
  });

  test('names a line that is not UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEADER}iauth_1,fraud,2026-01-05,`),
      Buffer.from([0xe9]),
      Buffer.from(`\n${GOOD}`),
    ]);
    expect(said(await collect(readLabels(Readable.from([bytes]))))).toEqual(['2: is not UTF-8', '3 iauth_1']);
  });

  test.each<[string, RegExp]>([
    ['authorization,verdict,known_at,amount', /a column "amount"/],
    ['authorization,verdict,verdict,known_at', /two columns "verdict"/],
    ['authorization,verdict', /lacks known_at/],
    ['verdict,known_at', /neither authorization nor transaction/],
    ['PK\u0003\u0004', /a column/],
  ])('is refused as a whole for the header %j', async (header, problem) => {
    expect(said(await read(`${header}\n${GOOD}`))).toEqual([expect.stringMatching(problem)]);
  });

  test('may be empty', async () => {
    expect(await read('')).toEqual([]);
    expect(await read('\n \n')).toEqual([]);
    expect(await read(HEADER)).toEqual([]);
  });
});

test('CSV that was written is read as it was', async () => {
  const cell = fc.array(fc.constantFrom('a', ',', '"', '\n', ' ', 'ü'), { maxLength: 6 }).map((all) => all.join(''));
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(rows, async (written) => {
      const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const text = written.map((row) => row.map(quoted).join(',')).join('\n');
      const records = await collect(readCsv(readLines(Readable.from([text])), ','));
      expect(records.map((record) => ('cells' in record ? record.cells : record.problem))).toEqual(written);
    }),
  );
});
