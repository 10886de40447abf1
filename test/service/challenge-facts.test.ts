import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { challengesOfAuthorization } from '../../src/adapters/store/database/challenges.ts';
import { createPostgresPool } from '../../src/adapters/store/database/postgres.ts';
import { limits } from '../../src/core/domain/limits.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { createPostgresDatabase, whyNoPostgres } from '../support/postgres.ts';
import { freePort, openProxy } from '../support/proxy.ts';
import { startRedis, whyNoRedisServer } from '../support/redis.ts';
import { type Serving, serve, until } from '../support/serve.ts';
import {
  allowanceOf,
  challengeOf,
  putAllowance,
  putChallenge,
  refuse,
  TEST_SCOPE,
} from '../support/stored-challenges.ts';
import { freshAsk } from '../support/stripe.ts';

const PATIENCE_MS = 240_000;
const HOUR = 3_600_000;
const MOST_ROUNDS = 20;

const POLICY = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': `thresholds: { fraud_risk_score: { decline: 75, challenge: 50 } }
challenge: { channel: stripe, otherwise: approve }
`,
};

interface Reply {
  readonly approved: boolean;
  readonly send_fraud_challenges?: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

let asks = 0;
async function answerTo(serving: Serving, score: number, changes: Record<string, unknown> = {}) {
  asks += 1;
  const id = `facts_${process.pid}_${asks}`;
  const answer = await serving.ask(freshAsk(id, score, Date.now(), changes));
  expect(answer?.status).toBe(200);
  return { id: `iauth_${id}`, ms: answer?.ms ?? 0, reply: JSON.parse(answer?.text ?? '') as Reply };
}

/** Asks about a card whose holder has this phone. */
const askOf = (serving: Serving, card: string, phone: string) =>
  answerTo(serving, 60, {
    card: { id: card, cardholder: { id: `ich_${card}`, phone_number: phone } },
    cardholder: `ich_${card}`,
  });

interface Known {
  readonly from: string;
  readonly asks: boolean;
  readonly rejections: number;
  readonly allowances: number;
}
const knownTo = async (serving: Serving) => (await serving.ready()).challenges as Known;
const maySoonAsk = (serving: Serving) => until(async () => (await knownTo(serving)).asks, 120_000);

const [noPostgres, noRedis] = await Promise.all([whyNoPostgres(), whyNoRedisServer()]);

/** A database of its own, and a way to look into it. */
async function ownDatabase() {
  const { url, drop } = await createPostgresDatabase();
  onTestFinished(() => drop());
  const pool = createPostgresPool(url);
  onTestFinished(() => pool.end());
  return { url, pool };
}

const unaskableOf = async (url: string, id: string): Promise<string | null> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await until(async () => {
      const { rows } = await client.query<{ why: string | null }>(
        `select record->'facts'->>'unaskable' as why from decisions where authorization_id = $1`,
        [id],
      );
      return rows[0]?.why ?? null;
    });
  } finally {
    await client.end();
  }
};

test(
  'the first ask of a new folder can be asked about, though its database is only being made',
  async () => {
    const serving = await serve(temporaryFolder(), { POLICIES: writeFiles(temporaryFolder(), POLICY) });
    const first = await askOf(serving, 'ic_first', '+12025550160');
    expect(first.reply).toMatchObject({ approved: false, send_fraud_challenges: ['sms'] });
    // One open question to a phone, also before anything is in the database.
    expect((await askOf(serving, 'ic_second', '+12025550160')).reply).toMatchObject({ approved: true });
  },
  PATIENCE_MS,
);

describe.skipIf(noPostgres !== null)(`questions to cardholders${noPostgres ? `: ${noPostgres}` : ''}`, () => {
  test.each(['memory', 'Redis'])(
    'two cards of one phone in the same second: one is asked about, and nobody texts twice (%s)',
    async (where) => {
      if (where === 'Redis' && noRedis !== null) return;
      const { url, pool } = await ownDatabase();
      const redis = where === 'Redis' ? await startRedis() : null;
      if (redis) onTestFinished(() => redis.remove());
      const environment = {
        ...{ POLICIES: writeFiles(temporaryFolder(), POLICY), DATABASE_URL: url, HASH_KEY: 'a key of all gateways' },
        ...(redis && { REDIS_URL: redis.url }),
      };
      const first = await serve(temporaryFolder(), environment);
      const second = redis ? await serve(temporaryFolder(), environment) : first;
      await Promise.all([maySoonAsk(first), maySoonAsk(second)]);
      // Connections take their time to be made, once.
      await Promise.all([first, second].map((serving, index) => askOf(serving, `ic_${index}`, `+1202555018${index}`)));
      let counted = 0;
      for (let round = 0; counted < 3 && round < MOST_ROUNDS; round += 1) {
        const phone = `+120255501${10 + round}`;
        const answers = await Promise.all([
          askOf(first, `ic_${round}_a`, phone),
          askOf(second, `ic_${round}_b`, phone),
        ]);
        const asked = answers.filter(({ reply }) => reply.send_fraud_challenges !== undefined);
        const others = answers.filter(({ reply }) => reply.send_fraud_challenges === undefined);
        expect(asked.map(({ reply }) => reply.approved)).toEqual(asked.map(() => false));
        const why = await Promise.all(others.map(({ id }) => unaskableOf(url, id)));
        expect(others.map(({ reply }) => reply.approved)).toEqual(why.map((each) => each === 'open_challenge'));
        expect(asked.length).toBeLessThan(2);
        // On a busy machine the right to ask may not be had in time: then nobody is asked, and that round says nothing.
        if (why.includes('unknown')) continue;
        counted += 1;
        expect(asked).toHaveLength(1);
        const made = await until(async () => {
          const found = await challengesOfAuthorization(pool, TEST_SCOPE, asked[0]?.id ?? '');
          return found.length > 0 ? found : null;
        });
        expect(made).toMatchObject([{ state: 'pending', phoneEnds: phone.slice(-2) }]);
        expect(JSON.stringify(made)).not.toContain(phone.slice(1));
      }
      expect(counted).toBe(3);
      // One phone, one open question, whatever was said.
      const { rows } = await pool.query(
        `select phone from challenges where state in ('pending', 'sent') group by phone having count(*) > 1`,
      );
      expect(rows).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'a phone whose question was decided just before a kill is not asked another one after it',
    async () => {
      const { url } = await ownDatabase();
      const dataDir = temporaryFolder();
      // The record lies in the journal alone when the process dies.
      const environment = {
        ...{ POLICIES: writeFiles(temporaryFolder(), POLICY), DATABASE_URL: url, RECORD: 'journal' },
      };
      const before = await serve(dataDir, environment);
      await maySoonAsk(before);
      expect((await askOf(before, 'ic_a', '+12025550170')).reply.send_fraud_challenges).toEqual(['sms']);
      await before.kill();
      const after = await serve(dataDir, environment);
      await maySoonAsk(after);
      await until(async () => {
        const { id, reply } = await askOf(after, 'ic_b', '+12025550170');
        expect.soft(reply.send_fraud_challenges).toBeUndefined();
        return (await unaskableOf(url, id)) === 'open_challenge';
      });
    },
    PATIENCE_MS,
  );

  test(
    'an allowance approves as much as is in it, though twenty asks come at once, and no more after a restart',
    async () => {
      const { url, pool } = await ownDatabase();
      const environment = {
        POLICIES: writeFiles(temporaryFolder(), POLICY),
        DATABASE_URL: url,
        HASH_KEY: 'a key of all gateways',
      };
      const dataDir = temporaryFolder();
      const serving = await serve(dataDir, environment);
      await maySoonAsk(serving);
      await putChallenge(pool, challengeOf('chl_1', Date.now() - HOUR, { state: 'verified' }));
      await putAllowance(pool, allowanceOf('alw_1', Date.now() - HOUR, { usesDaily: 100 }));
      await until(async () => (await knownTo(serving)).allowances === 1);
      const ofAmount = (amount: number) => ({ pending_request: { amount } });
      const answers = await Promise.all(Array.from({ length: 20 }, () => answerTo(serving, 90, ofAmount(300))));
      const approved = answers.filter(({ reply }) => reply.approved);
      expect(approved.map(({ reply }) => reply.metadata.countersign_reason)).toEqual(Array(6).fill('allowance'));
      expect((await answerTo(serving, 90, ofAmount(201))).reply.approved).toBe(false);
      await until(async () => {
        const { rows } = await pool.query<{ uses: string }>('select count(*) as uses from allowance_uses');
        return rows[0]?.uses === '6';
      });
      await serving.kill();
      const again = await serve(dataDir, environment);
      await until(async () => (await knownTo(again)).from === 'database');
      expect((await answerTo(again, 90, ofAmount(201))).reply.approved).toBe(false);
      expect((await answerTo(again, 90, ofAmount(200))).reply.approved).toBe(true);
      expect((await answerTo(again, 90, ofAmount(1))).reply.approved).toBe(false);
    },
    PATIENCE_MS,
  );

  test(
    'without the database a rejected merchant is declined and an allowance holds; soon nobody is asked any more',
    async () => {
      const { url, pool } = await ownDatabase();
      const port = await freePort();
      const behind = new URL(url);
      behind.host = `127.0.0.1:${port}`;
      let proxy = await openProxy(port, new URL(url));
      const closing = async () => proxy.close().catch(() => {});
      onTestFinished(closing);
      const environment = {
        ...{
          POLICIES: writeFiles(temporaryFolder(), POLICY),
          DATABASE_URL: behind.href,
          HASH_KEY: 'a key of all gateways',
        },
      };
      const dataDir = temporaryFolder();
      const before = await serve(dataDir, environment);
      await maySoonAsk(before);
      const nowMs = Date.now();
      const bad = { network_id: 'm_bad' };
      // Another card: a NO ends what is allowed to the same one.
      const good = { card: 'ic_good', cardholder: 'ich_good' };
      const ofGood = { card: { id: 'ic_good' }, merchant_data: { network_id: 'm_good' } };
      await putChallenge(pool, challengeOf('chl_1', nowMs - HOUR, { merchant: 'm_bad', phone: null }));
      await refuse(pool, 'chl_1', nowMs - HOUR, nowMs + HOUR);
      await putChallenge(
        pool,
        challengeOf('chl_2', nowMs - HOUR, { merchant: 'm_good', phone: null, state: 'verified', ...good }),
      );
      await putAllowance(pool, allowanceOf('alw_2', nowMs - HOUR, { merchant: 'm_good', ...good }));
      await until(async () => {
        const { rejections, allowances } = await knownTo(before);
        return rejections === 1 && allowances === 1;
      });
      expect((await answerTo(before, 5, { merchant_data: bad })).reply.metadata.countersign_reason).toBe(
        'challenge_rejected',
      );
      await until(async () => readFileSync(join(dataDir, 'challenges.json'), 'utf8').includes('alw_2'));
      // The database falls silent. Everything is answered in time all the same, and somebody is asked who may be, as long
      // as what is known is not too old.
      expect(await knownTo(before)).toMatchObject({ asks: true });
      proxy.stall();
      const hung = await askOf(before, 'ic_hung', '+12025550150');
      expect(hung.reply).toMatchObject({ approved: false, send_fraud_challenges: ['sms'] });
      expect(hung.ms).toBeLessThan(2_000);
      const again = await askOf(before, 'ic_hung_too', '+12025550150');
      expect(again.reply).toMatchObject({ approved: true });
      expect(again.ms).toBeLessThan(2_000);
      await proxy.close();
      await until(async () => !(await knownTo(before)).asks, 2 * limits.challengeStaleMs);
      const stale = await askOf(before, 'ic_stale', '+12025550151');
      expect(stale.reply).toMatchObject({ approved: false });
      expect(stale.reply.send_fraud_challenges).toBeUndefined();
      expect(stale.ms).toBeLessThan(2_000);
      await before.kill();

      const after = await serve(dataDir, environment);
      expect(await knownTo(after)).toMatchObject({ from: 'kept', asks: false, rejections: 1, allowances: 1 });
      expect((await answerTo(after, 5, { merchant_data: bad })).reply.metadata.countersign_reason).toBe(
        'challenge_rejected',
      );
      expect((await answerTo(after, 90, ofGood)).reply).toMatchObject({ approved: true });
      const unsure = await answerTo(after, 60);
      expect(unsure.reply).toMatchObject({ approved: false });
      expect(unsure.reply.send_fraud_challenges).toBeUndefined();

      proxy = await openProxy(port, new URL(url));
      await maySoonAsk(after);
      expect(await knownTo(after)).toMatchObject({ from: 'database', rejections: 1, allowances: 1 });
      expect(await unaskableOf(url, unsure.id)).toBe('unknown');
      expect(await unaskableOf(url, stale.id)).toBe('unknown');
    },
    PATIENCE_MS,
  );
});
