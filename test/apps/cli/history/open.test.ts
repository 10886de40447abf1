import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readHistory, readHistoryFile } from '../../../support/history-file.ts';

const HEAD = 'authorization,created,card,amount';
const ids = (rows: readonly { readonly authorization: { readonly id: string } }[]) =>
  rows.map(({ authorization }) => authorization.id);

describe('a CSV file', () => {
  test('is a row an authorization, in the order of time, ties as they stand', async () => {
    const text = `${HEAD}\nc,1700000060,ic_1,250\na,1700000000,ic_1,100\nb,1700000000,ic_1,100\n`;
    const { rows, about } = await readHistory('history.csv', text);
    expect(rows.map(({ authorization: { id, askedAtMs, amountMinor } }) => [id, askedAtMs, amountMinor])).toEqual([
      ['a', 1_700_000_000_000, 100],
      ['b', 1_700_000_000_000, 100],
      ['c', 1_700_000_060_000, 250],
    ]);
    expect(about).toMatchObject({ rows: 3, firstMs: 1_700_000_000_000, newestMs: 1_700_000_060_000 });
  });

  test('is read for a window, half open', async () => {
    const text = `${HEAD}\na,1,ic_1,1\nb,2,ic_1,1\nc,3,ic_1,1\n`;
    const { rows, about } = await readHistory('history.csv', text, { window: { fromMs: 2000, toMs: 3000 } });
    expect(ids(rows)).toEqual(['b']);
    expect(about.rows).toBe(3);
  });

  test('may begin with a byte order mark, end its lines with CRLF, quote and pack what it likes, or be piped', async () => {
    const text = `\ufeff${HEAD},note\r\n"a",1,ic_1,100,"two\nlines, ""quoted"""\r\n`;
    const plain = await readHistory('history.csv', text);
    expect(plain.rows[0]?.authorization.metadata).toEqual({ note: 'two\nlines, "quoted"' });
    for (const read of [
      await readHistory('history.csv.gz', gzipSync(text)),
      await readHistory('history', text, { isPiped: true }),
      await readHistory('semicolons.txt', text.replaceAll(/,(?! )/g, ';')),
    ]) {
      expect(read.rows.map(({ authorization: { id, metadata } }) => [id, metadata])).toEqual(
        plain.rows.map(({ authorization: { id, metadata } }) => [id, metadata]),
      );
    }
  });

  test('is told where a row can not be read, and read all the same', async () => {
    const text = [
      `${HEAD},fraud_risk_score,fraud_risk_level,is_fraud`,
      'a,yesterday,ic_1,12.5,101,hgih,perhaps',
      'b,2023-01-01,ic_1,1,,,',
      'c,2023-01-01,ic_1',
      ',1700000000,,3,x,,',
      'e,1700000000,ic_1,3,,,,more',
      'f,1700000000000,ic_1,3,,,',
      '"g"h,1,ic_1,3,,,',
    ].join('\n');
    const { rows, said, unreadable, about } = await readHistory('history.csv', text);
    expect(ids(rows)).toEqual(['b']);
    expect([unreadable, about.rows]).toEqual([6, 1]);
    const told = said.filter((line) => /: (row|line) \d/.test(line));
    expect(told.map((line) => line.split(';')[0])).toEqual([
      'FILE: row 1, created: "yesterday" is no time',
      'FILE: row 1, amount: "12.5" is no whole number from 0 on',
      'FILE: row 1, fraud_risk_score: "101" is no number from 0 to 100',
      'FILE: row 1, fraud_risk_level: "hgih" is none of low, normal, elevated, highest, not_assessed, unknown',
      'FILE: row 1, is_fraud: "perhaps" is neither true nor false',
      'FILE: line 4: it has fewer cells than there are columns (3 of 7)',
      'FILE: row 4, authorization: nothing stands there',
      'FILE: row 4, card: nothing stands there',
      'FILE: row 4, fraud_risk_score: "x" is no number from 0 to 100',
      'FILE: line 6: it has more cells than there are columns (8 of 7)',
      'FILE: row 6, created: "1700000000000" is no time',
      'FILE: line 8: a quote opens a cell and does not close it',
    ]);
  });

  test('is known by its disputes, not by a column for them', async () => {
    const head = `${HEAD},disputed_at,is_fraud`;
    const undisputed = await readHistory('history.csv', `${head}\na,1,ic_1,1,,true\n`);
    expect(undisputed.about.labels).toEqual({ hasDisputes: false, hasFinal: true });
    const disputed = await readHistory('history.csv', `${head}\na,1,ic_1,1,,true\nb,2,ic_1,1,3,\n`);
    expect(disputed.about.labels).toEqual({ hasDisputes: true, hasFinal: true });
  });

  test('holds an ask twice, however its history length is written', async () => {
    const head = `${HEAD},history_length`;
    const twice = await readHistory('history.csv', `${head}\na,1,ic_1,1,0\na,2,ic_1,1,\n`);
    expect(twice.about.isEachOnce).toBe(false);
    const once = await readHistory('history.csv', `${head}\na,1,ic_1,1,0\na,2,ic_1,1,1\n`);
    expect(once.about.isEachOnce).toBe(true);
  });

  test('whose first line is blank is refused', async () => {
    await expect(readHistory('history.csv', `\n${HEAD}\na,1,ic_1,1\n`)).rejects.toThrow('its first line is blank');
  });

  test('holds no amounts below zero', async () => {
    const { said, unreadable } = await readHistory('history.csv', `${HEAD}\na,1,ic_1,-1000\nb,1,ic_1,1000\n`);
    expect(unreadable).toBe(1);
    expect(said.join('\n')).toContain('row 1, amount: "-1000" is no whole number from 0 on');
  });

  test('tells of the first rows that can not be read, and how many more there are', async () => {
    const bad = Array.from({ length: 50 }, (_, at) => `a${at},1,ic_1,x`).join('\n');
    const { said, unreadable } = await readHistory('history.csv', `${HEAD}\n${bad}\nb,1,ic_1,1\n`);
    expect(unreadable).toBe(50);
    expect(said.filter((line) => line.includes('row '))).toHaveLength(20);
    expect(said.at(-1)).toBe("FILE: 30 more can't be read");
  });

  test('of which a row is not written in UTF-8 is read but for that row', async () => {
    const latin = Buffer.from(`${HEAD},note\na,1,ic_1,1,caf\xe9\nb,2,ic_1,1,caf\n`, 'latin1');
    const { rows, said, unreadable } = await readHistory('history.csv', latin);
    expect([ids(rows), unreadable]).toEqual([['b'], 1]);
    expect(said).toContainEqual('FILE: line 2: it is not written in UTF-8');
  });

  test('without a column that must be there is refused, with what there is', async () => {
    await expect(readHistory('history.csv', 'authorisation,created,card,amount\n')).rejects.toThrow(
      'the column authorization is missing; there are authorisation, created, card, amount; is authorisation meant',
    );
    await expect(readHistory('history.csv', `${HEAD},Amount\n`)).rejects.toThrow('there are two columns named amount');
  });

  test('that is empty is refused; one with columns alone is a history of nothing', async () => {
    await expect(readHistory('history.csv', '')).rejects.toThrow('its first row names the columns');
    const { rows, about } = await readHistory('history.csv', `${HEAD}\n`);
    expect([rows, about.rows, about.firstMs, about.newestMs]).toEqual([[], 0, null, null]);
  });

  test('that is not there is refused', async () => {
    await expect(readHistoryFile('/nowhere/history.csv')).rejects.toThrow('there is no file /nowhere/history.csv');
  });
});

describe('rows of JSON', () => {
  const LINES = [
    { authorization: 'b', created: 2, card: 'ic_1', amount: 5, fraud_risk_score: 12.5, is_fraud: false },
    { authorization: 'a', created: '1970-01-01T00:00:01Z', card: 'ic_1', amount: '4', is_fraud: 1, program: 'travel' },
  ];

  test('are read as a table is, in the order of time', async () => {
    const text = LINES.map((line) => JSON.stringify(line)).join('\n');
    const { rows, about } = await readHistory('history.ndjson', text);
    expect(
      rows.map(({ authorization: { id, askedAtMs, amountMinor, metadata, signals }, isFraud }) => [
        ...[id, askedAtMs, amountMinor, metadata],
        ...[signals.fraudRiskScore, isFraud],
      ]),
    ).toEqual([
      ['a', 1000, 4, { program: 'travel' }, { missing: 'not_sent' }, true],
      ['b', 2000, 5, {}, 12.5, false],
    ]);
    expect(about).toMatchObject({ rows: 2, firstMs: 1000, newestMs: 2000, labels: { hasFinal: true } });
  });

  test('are told by their lines where they can not be read', async () => {
    const lines = ['{"created": 1, "card": "c", "amount": 1}', '[]', '{', JSON.stringify({ ...LINES[0], amount: {} })];
    const text = [JSON.stringify(LINES[0]), ...lines, '7'].join('\n');
    const { said, unreadable, rows } = await readHistory('history.ndjson', text);
    expect([ids(rows), unreadable]).toEqual([['b'], 4]);
    expect(said.filter((line) => line.includes('line '))).toEqual([
      'FILE: line 2: authorization: nothing stands there; every row has one',
      expect.stringMatching(/^FILE: line 4: not JSON/),
      'FILE: line 5: amount: "{}" is no whole number from 0 on; amounts are in minor units: 12.50 USD is 1250',
      'FILE: line 6: it is no object',
    ]);
  });

  test('need their columns', async () => {
    await expect(readHistory('history.ndjson', '{"created": 1, "card": "c", "amount": 1}')).rejects.toThrow(
      'the column authorization is missing; there are created, card, amount',
    );
  });
});
