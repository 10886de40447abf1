import { beforeEach, describe, expect, it } from 'vitest';
import { listAllowances } from '../../../src/adapters/store/database/allowance-list.ts';
import { countChallengesSince } from '../../../src/adapters/store/database/challenge-counts.ts';
import { countUnasked, readChallengeFunnel } from '../../../src/adapters/store/database/challenge-funnel.ts';
import { listChallenges } from '../../../src/adapters/store/database/challenge-list.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { putAllowance, putAsk, putChallenge, verified } from '../../support/challenges.ts';

const NOON = Date.parse('2026-06-01T12:00:00Z');
const scope = { livemode: false, account: null };
const span = { fromMs: NOON - 1, toMs: NOON + 1 };

/** What people see of questions is the same on every database. */
export function challengeFunnelContract(database: () => Database): void {
  describe('questions to cardholders, as people see them', () => {
    beforeEach(async () => {
      await database().pool.query('truncate challenges, allowances, allowance_uses, asks, sms_replies cascade');
    });

    it('are listed and counted, with what was bought after a YES', async () => {
      const { pool } = database();
      const yes = await putChallenge(pool, 'chl_yes', { ...verified(NOON + 60_000), rules: ['a', 'b'] });
      await putChallenge(pool, 'chl_open', { rules: ['a'] });
      const id = await putAllowance(pool, yes);
      const approved = { approved: true, decided_by: 'us', confirmed_at: new Date(NOON) };
      await putAsk(pool, 'iauth_again', NOON + 120_000, { ...approved, amount_minor: 4_200 });
      expect((await listChallenges(pool, { scope, rule: 'b' }, { limit: 5 })).map((each) => each.id)).toEqual([
        'chl_yes',
      ]);
      const listed = await listAllowances(pool, { scope, isLive: true }, { limit: 5, nowMs: NOON });
      expect(listed).toMatchObject([{ id, uses: 0, usedMinor: 0, eachMinor: 10_000 }]);
      const { lines, total } = await readChallengeFunnel(pool, scope, { ...span, by: 'rule' });
      expect(total).toMatchObject({ asked: 2, open: 1, verified: 1, retried: 1, approvedAfter: 1, saved: 1 });
      expect(total.savedAmounts).toEqual([{ currency: 'usd', amountMinor: 4_200 }]);
      expect(lines.map(({ key, asked, saved }) => [key, asked, saved])).toEqual([
        ['a', 2, 1],
        ['b', 1, 1],
      ]);
      expect(await countUnasked(pool, scope, span)).toEqual([]);
      const { challenges } = await countChallengesSince(pool, NOON);
      expect(challenges.map(({ state, count }) => [state, count])).toEqual([
        ['pending', 1],
        ['verified', 1],
      ]);
    });
  });
}
