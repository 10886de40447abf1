import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordDifference } from '../../../../src/adapters/store/database/shadow-differences.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { readAuthorization } from '../../../../src/adapters/stripe/authorization.ts';
import { decideOffline } from '../../../../src/core/decision/offline.ts';
import { authorizationObject } from '../../../support/stripe.ts';
import { openStage, type Stage, stricter } from './stage.ts';

let stage: Stage;
let shadow: string;
let liveVersion: string;
beforeAll(async () => {
  stage = await openStage();
  liveVersion = (await stage.client.policy.current()).version;
});
afterAll(() => stage.close());

async function decided(id: string, receivedMs: number, livemode = false): Promise<void> {
  const reading = readAuthorization(authorizationObject({ id: `iauth_${id}` }), { livemode, account: null }, null);
  if (!reading.isReadable) throw new Error(reading.problem);
  const record = decideOffline(reading.authorization, {}, stage.live.current(), (text) => text);
  const line = { ...record, id, livemode, event: `evt_${id}`, received_at: receivedMs };
  await writeRecords(stage.database.pool, [JSON.stringify(line)]);
}

function differs(decisionId: string, outcome: 'approve' | 'decline', shadowOutcome: 'decline' | 'challenge') {
  const why = { reasons: [], shadowReasons: ['fraud_risk_score.decline'] };
  const versions = { version: liveVersion, shadowVersion: shadow };
  const of = { livemode: false, account: null, decisionId, askedAtMs: Date.now() };
  return recordDifference(stage.database.pool, { ...of, ...versions, outcome, shadowOutcome, ...why });
}

describe('what a shadow would have answered otherwise', () => {
  beforeAll(async () => {
    await decided('dec_before', Date.now() - 60_000);
    const set = await stage.client.policy.setShadow({ files: stricter(20) });
    shadow = set.shadow?.version ?? '';
    const sinceMs = Date.parse(set.shadow?.since ?? '');
    for (const number of [1, 2, 3, 4]) await decided(`dec_${number}`, sinceMs + number);
    await decided('dec_live', sinceMs + 1, true);
    await differs('dec_1', 'approve', 'decline');
    await differs('dec_2', 'approve', 'challenge');
    await differs('dec_3', 'approve', 'decline');
  });

  it('is counted beside all that was decided while it was in shadow', async () => {
    const found = await stage.client.policy.shadowDifferences();
    expect(found).toMatchObject({ total: 3, decisions: 4, next: null });
    expect(found.outcomes[0]).toEqual({ live: 'approve', shadow: 'decline', count: 2 });
  });

  it('is listed by what was answered and what would have been, and counted in full all the same', async () => {
    const found = await stage.client.policy.shadowDifferences({ live_outcome: 'approve', shadow_outcome: 'challenge' });
    expect(found.data.map(({ decision }) => decision)).toEqual(['dec_2']);
    expect(found.total).toBe(3);
    const none = await stage.client.policy.shadowDifferences({ live_outcome: 'decline' });
    expect(none.data).toEqual([]);
  });

  it('is counted no further once the shadow was ended', async () => {
    await stage.client.policy.endShadow();
    await decided('dec_after', Date.now() + 60_000);
    const found = await stage.client.policy.shadowDifferences({ version: shadow });
    expect(found).toMatchObject({ total: 3, decisions: 4 });
  });
});
