import { changeChallenge, type StoredChallenge } from '../../src/adapters/store/database/challenges.ts';
import { openDatabase } from '../../src/adapters/store/database/open.ts';
import type { SqlPool } from '../../src/adapters/store/database/pool.ts';
import { createTestAlarms } from '../support/alarms.ts';
import { putAllowance, putAsk, putChallenge, verified } from '../support/challenges.ts';
import { realClock } from '../support/clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Writes rows into the embedded database of a data folder that no service has open. */
export async function inDatabaseOf(dataDir: string, write: (pool: SqlPool) => Promise<void>): Promise<void> {
  const database = openDatabase({ url: null, dataDir, alarms: createTestAlarms(), clock: realClock });
  try {
    await database.ready();
    await write(database.pool);
  } finally {
    await database.close();
  }
}

/** What was sent, and arrived, this long ago. */
function delivered(atMs: number): Partial<StoredChallenge> {
  const course = { claimedAtMs: atMs + 1_000, sentAtMs: atMs + 2_000, deliveredAtMs: atMs + 4_000 };
  return { ...course, state: 'delivered', answerByMs: atMs + HOUR };
}

/**
 * A question of each kind, two allowances (one of which was revoked), and a channel that is switched off. `chl_yes` was
 * tried again and approved; `chl_no` declines its merchant; `chl_asked` is about `iauth_asked`.
 */
export async function someQuestions(pool: SqlPool): Promise<void> {
  const nowMs = Date.now();
  const at = (minutesAgo: number) => nowMs - minutesAgo * MINUTE;
  const put = (id: string, minutesAgo: number, said: Partial<StoredChallenge>) =>
    putChallenge(pool, id, { askedAtMs: at(minutesAgo), ...said });
  const ended = (minutesAgo: number) => ({ endedAtMs: at(minutesAgo) });

  await put('chl_asked', 4, { ...delivered(at(4)), merchantName: 'Lamp World', authorizationId: 'iauth_asked' });
  const taken = { claimedAtMs: at(1), merchantName: 'Night Owl Electronics', amountMinor: 129_900 };
  await put('chl_wait', 1, { card: 'ic_wait', ...taken });
  const yes = await put('chl_yes', 90, { ...verified(at(80)), rules: ['fraud_risk_score.challenge', 'first_day'] });
  const no = { ...delivered(at(200)), state: 'rejected', answeredAtMs: at(190), ...ended(190) } as const;
  await put('chl_no', 200, { ...no, card: 'ic_no', merchantName: 'Gift Cards Now', profile: 'minimize-fraud' });
  await changeChallenge(pool, 'chl_no', { declinesUntilMs: nowMs + 89 * DAY });
  await put('chl_late', 2 * 1440, { ...delivered(at(2 * 1440)), state: 'expired', ...ended(2 * 1440 - 60) });
  await put('chl_lost', 1500, { state: 'undeliverable', because: 'unsupported_phone_number', ...ended(1499) });
  const stop = {
    ...delivered(at(300)),
    state: 'opted_out',
    ...ended(299),
    phoneCountry: 'US',
    phoneEnds: '34',
  } as const;
  await put('chl_stop', 300, { ...stop, card: 'ic_stop', cardholder: 'ich_stop' });
  await put('chl_void', 400, { state: 'void', because: 'webhook_timeout', ...ended(399) });
  const own = { origin: 'stripe', channel: 'stripe', decisionId: null, place: 0, terms: null, phone: null } as const;
  const unknown = {
    phoneCountry: null,
    phoneEnds: null,
    portfolio: null,
    profile: null,
    policyVersion: null,
    rules: [],
  };
  await put('chl_own', 500, { ...delivered(at(500)), ...own, ...unknown, state: 'expired', ...ended(440) });

  const approved = { approved: true, decided_by: 'us', confirmed_at: new Date(at(77)), reason: 'webhook_approved' };
  const meant = { outcome: 'approve', first_reason: 'allowance', amount_minor: 4_200 };
  await putAsk(pool, 'iauth_again', at(78), { ...meant, ...approved });
  const live = await putAllowance(pool, yes);
  await pool.query(
    `insert into allowance_uses (decision_id, allowance_id, authorization_id, amount_minor, at)
    values ('dec_again', $1, 'iauth_again', 4200, $2)`,
    [live, new Date(at(78))],
  );
  const old = await put('chl_old', 3 * 1440, {
    ...verified(at(3 * 1440 - 5)),
    card: 'ic_old',
    merchantName: 'Old Inn',
  });
  const revoked = await putAllowance(pool, old);
  await pool.query("update allowances set ended_at = $2, ended_because = 'fraud_warning' where id = $1", [
    revoked,
    new Date(at(1440)),
  ]);
  for (const [id, reading, effect, minutesAgo] of [
    ['SM1', 'unclear', 'asked_again', 80.5],
    ['SM2', 'yes', 'verified', 80],
  ] as const) {
    await pool.query(
      `insert into sms_replies (message_id, phone, challenge_id, reading, effect, received_at)
      values ($1, $2, 'chl_yes', $3, $4, $5)`,
      [id, yes.phone, reading, effect, new Date(at(minutesAgo))],
    );
  }
  await pool.query(
    `insert into challenge_channels (channel, livemode, account, off_at, because)
    values ('stripe', false, '', $1, 'webhook_error')`,
    [new Date(at(20))],
  );
}
