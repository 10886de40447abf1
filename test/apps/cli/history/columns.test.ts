import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../../src/adapters/table/database.ts';
import { policyAttributes } from '../../../../src/core/policy/features.ts';
import { createGivenCatalogue } from '../../../../src/core/rules/attributes.ts';
import { temporaryFolder } from '../../../support/folder.ts';
import { readHistory, readHistoryFile } from '../../../support/history-file.ts';
import { policyWith } from '../../../workflows/history/past.ts';

const HEAD = 'authorization,created,card,amount';

/** What a rule reads of each row, by the names of attributes. */
async function values(columns: string, cells: string, names: readonly string[]) {
  const { rows, about } = await readHistory('history.csv', `${HEAD},${columns}\na,1700000000,ic_1,1250,${cells}\n`);
  const catalogue = createGivenCatalogue(about.given)([]);
  return rows.map(({ authorization, given }) => {
    const inputs = {
      authorization,
      rates: new Map(),
      fuelDispenserAmount: null,
      features: given ?? { get: () => undefined },
    };
    return names.map((name) => catalogue.get(name)?.read(inputs));
  })[0];
}

describe('a column', () => {
  test('named like an attribute is that attribute', async () => {
    const numbers = ['fraud_risk_score', 'merchant_dispute_rate', 'hours_since_card_was_created', 'hour_of_day'];
    expect(await values(numbers.join(), '80.5,,36,3', numbers)).toEqual([80.5, { missing: 'not_sent' }, 36, 3]);
    const flags = [
      'is_card_present',
      'is_3d_secure',
      'livemode',
      'is_verified_by_fraud_challenge',
      'is_card_compromised',
    ];
    expect(await values(flags.join(), 'true,0,1,FALSE,1', flags)).toEqual([true, false, true, false, true]);
    const texts = ['merchant_country', 'merchant_category', 'currency', 'cardholder', 'digital_wallet', 'cvc_check'];
    expect(await values(texts.join(), 'gb,fast_food,EUR,ich_1,apple_pay,match', texts)).toEqual([
      ...['GB', 'fast_food', 'eur', 'ich_1', 'apple_pay', 'match'],
    ]);
  });

  test('of a signal may say why there is none, as Stripe does, and what older versions of its API said', async () => {
    const names = ['fraud_risk_score', 'fraud_risk_level', 'card_testing_risk_level', 'fraud_disputability'];
    expect(await values(names.join(), ',not_assessed,high,unknown', names)).toEqual([
      ...[{ missing: 'not_assessed' }, { missing: 'not_assessed' }, 'elevated', { missing: 'unknown' }],
    ]);
  });

  test('that is an amount is in minor units of its currency, and read in major ones', async () => {
    expect(await values('currency,cashback_amount', 'jpy,500', ['amount', 'cashback_amount'])).toEqual([1250, 500]);
    expect(await values('merchant_amount,merchant_currency', '1000,kwd', ['amount', 'merchant_amount'])).toEqual([
      12.5, 1,
    ]);
    expect(await values('amount_in_usd', '13.75', ['amount_in_usd'])).toEqual([13.75]);
  });

  test('that is not there leaves what it would tell missing, not false', async () => {
    expect(await values('cvc_check', 'match', ['is_3d_secure', 'is_card_present', 'fraud_risk_score'])).toEqual([
      ...[{ missing: 'not_sent' }, { missing: 'not_sent' }, { missing: 'not_sent' }],
    ]);
  });

  test('of another name is metadata, of whom its beginning says', async () => {
    const text = `${HEAD},desk,card_metadata.program,cardholder_metadata.user,metadata.amount\na,1,ic_1,1,7,travel,,x\n`;
    const { rows, said } = await readHistory('history.csv', text);
    const { metadata, card, cardholder } = rows[0]?.authorization ?? {};
    expect([metadata, card?.metadata, cardholder?.metadata]).toEqual([
      { desk: '7', amount: 'x' },
      { program: 'travel' },
      {},
    ]);
    expect(said).toContainEqual(
      'FILE: metadata: desk, card_metadata.program, cardholder_metadata.user, metadata.amount',
    );
  });

  test('that may be meant for another one says so', async () => {
    const { said } = await readHistory('history.csv', `${HEAD},risk_score,mercant\na,1,ic_1,1,80,m\n`);
    expect(said).toContainEqual('FILE: risk_score is read as metadata; if fraud_risk_score is meant, name it so');
    expect(said).toContainEqual('FILE: mercant is read as metadata; if merchant is meant, name it so');
    expect(said).toContainEqual('FILE: there is no column currency: all amounts are taken for usd');
  });

  test("named like a feature of the policy is that feature's value", async () => {
    const policy = policyWith('event authorization\n  asks := Count(by card last 1 hour exclusive)\n', {});
    const { rows, about, said } = await readHistory('history.csv', `${HEAD},asks\na,1,ic_1,1,5\nb,2,ic_1,1,\n`, {
      features: policyAttributes(policy.features),
    });
    expect(about.given.has('asks')).toBe(true);
    expect(rows.map(({ given }) => given?.get('asks'))).toEqual([5, { missing: 'not_sent' }]);
    expect(said).toContainEqual('FILE: features, which are taken from there and not counted: asks');
  });

  test('tells what became of it', async () => {
    const text = `${HEAD},approved,disputed_at,is_fraud,refunded,history_length\na,1,ic_1,1,0,2023-01-01,true,1,2\nb,2,ic_1,1,,,,,\n`;
    const { rows, about } = await readHistory('history.csv', text);
    expect(
      rows.map(({ wasApproved, disputedAtMs, isFraud, isRefunded, authorization: { historyLength } }) => [
        ...[wasApproved, disputedAtMs, isFraud],
        ...[isRefunded, historyLength],
      ]),
    ).toEqual([
      [false, 1_672_531_200_000, true, true, 2],
      [null, null, null, false, 0],
    ]);
    expect(about.labels).toEqual({ hasDisputes: true, hasFinal: true });
  });
});

describe('a Parquet file', () => {
  async function parquet(sql: string): Promise<string> {
    const folder = temporaryFolder();
    const file = join(folder, 'history.parquet');
    const database = await openDatabase(folder);
    await database.run(`COPY (${sql}) TO '${file}' (FORMAT parquet)`);
    database.close();
    return file;
  }

  test('has types of its own, and is read in the order of time', async () => {
    const file = await parquet(`
      SELECT * FROM (VALUES
        ('b', TIMESTAMPTZ '2023-01-01 00:01:00.5+00', 7, 1250::BIGINT, 80.5::DECIMAL(5, 2), true, DATE '2023-02-01', NULL),
        ('a', TIMESTAMPTZ '2023-01-01 00:00:26+00', 7, 5::BIGINT, NULL, NULL, NULL, 'elevated')
      ) AS t("authorization", created, card, amount, fraud_risk_score, is_fraud, disputed_at, fraud_risk_level)`);
    const { rows, about } = await readHistoryFile(file);
    expect(
      rows.map(({ authorization: { id, askedAtMs, card, amountMinor, signals }, isFraud, disputedAtMs }) => [
        ...[id, askedAtMs, card.id, amountMinor],
        ...[signals.fraudRiskScore, signals.fraudRiskLevel, isFraud, disputedAtMs],
      ]),
    ).toEqual([
      ['a', 1_672_531_226_000, '7', 5, { missing: 'not_sent' }, 'elevated', null, null],
      ['b', 1_672_531_260_500, '7', 1250, 80.5, { missing: 'not_sent' }, true, 1_675_209_600_000],
    ]);
    expect(about).toMatchObject({ rows: 2, newestMs: 1_672_531_260_500 });
  });

  test('is told by row and column where it can not be read', async () => {
    const file = await parquet(
      `SELECT 'a' AS "authorization", 1 AS created, 'c' AS card, 12.5::DOUBLE AS amount UNION ALL SELECT 'b', 2, NULL, 1`,
    );
    const { said, unreadable } = await readHistoryFile(file);
    expect(unreadable).toBe(2);
    expect(said.filter((line) => line.includes('row '))).toEqual([
      'FILE: row 1, amount: "12.5" is no whole number from 0 on; amounts are in minor units: 12.50 USD is 1250',
      'FILE: row 2, card: nothing stands there; every row has one',
    ]);
  });

  test('whose cells are not single values is refused', async () => {
    const file = await parquet(`SELECT 'a' AS "authorization", [1] AS created, 'c' AS card, 1 AS amount`);
    await expect(readHistoryFile(file)).rejects.toThrow('column created is INTEGER[]; a column holds single values');
  });

  test('that is broken is refused', async () => {
    await expect(readHistory('h.parquet', 'PAR1 and no more')).rejects.toThrow(/h\.parquet can't be read: /);
  });
});
