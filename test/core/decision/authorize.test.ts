import { describe, expect, test } from 'vitest';
import { createMemoryClaims } from '../../../src/adapters/counters/memory-claims.ts';
import { createRecorder } from '../../../src/adapters/store/recorder.ts';
import { type Ask, type AuthorizePorts, createAuthorizer } from '../../../src/core/decision/authorize.ts';
import type { Answer, CountedAsk, RecordOutcome } from '../../../src/core/decision/ports.ts';
import type { Authorization } from '../../../src/core/domain/authorization.ts';
import type { Features } from '../../../src/core/domain/features.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import { NO_ENTRIES } from '../../../src/core/policy/listed.ts';
import { deadlinesOf } from '../../../src/core/policy/policy.ts';
import { createTestAlarms } from '../../support/alarms.ts';
import { scored } from '../../support/asks.ts';
import { createManualClock, settle } from '../../support/clock.ts';
import { policyOf, profilePolicy } from '../../support/policy.ts';

const PROFILE = 'thresholds: { fraud_risk_score: { decline: 50 } }\ndeadline_ms: 1000';
const SCOPE = { livemode: false, account: null };
const never = new Promise<never>(() => {});

function setUp(changes: Partial<AuthorizePorts> & { clock?: ReturnType<typeof createManualClock> } = {}) {
  const clock = changes.clock ?? createManualClock();
  const alarms = createTestAlarms();
  const written: string[] = [];
  let decisions = 0;
  const ports: AuthorizePorts = {
    clock,
    alarms,
    claims: createMemoryClaims(0),
    answers: { findAnswer: async () => null },
    records: {
      async record(text) {
        written.push(text);
        return { kind: 'durable' };
      },
    },
    policy: () => profilePolicy(PROFILE),
    listEntries: () => NO_ENTRIES,
    count: null,
    challenges: null,
    newDecisionId: () => `dec_${++decisions}`,
    conceal: (text) => `hidden${text.length}`,
    withMetadata: true,
    ...changes,
  };
  return { clock, alarms, written, ...createAuthorizer(ports) };
}

function ask(nowMs: number, changes: Partial<Ask['identity']> & { authorization?: Authorization | null } = {}): Ask {
  const { authorization = scored(10), ...identity } = changes;
  return {
    identity: { scope: SCOPE, eventId: 'evt_1', askKey: 'iauth_1:0:1234', createdAtMs: nowMs, ...identity },
    authorizationId: 'iauth_1',
    authorization,
    problem: authorization ? null : 'it has no amount',
    receivedAtMs: nowMs,
  };
}

/** Runs time until the promise settles, and tells how long that took. */
async function timed<T>(clock: ReturnType<typeof createManualClock>, promise: Promise<T>): Promise<[T, number]> {
  const start = clock.nowMs();
  let value: { readonly value: T } | undefined;
  void promise.then((settled) => {
    value = { value: settled };
  });
  await settle();
  while (!value && clock.nowMs() - start < 5000) await clock.advance(1);
  if (!value) throw new Error('not answered within 5 s');
  return [value.value, clock.nowMs() - start];
}

describe('an ask', () => {
  test('is answered after its decision is recorded', async () => {
    const { clock, authorize, written } = setUp();
    const { answer, decision, isRecordedLate } = await authorize(ask(clock.nowMs(), { authorization: scored(60) }));
    expect(answer).toEqual({
      decisionId: 'dec_1',
      reply: {
        approved: false,
        metadata: {
          countersign_decision: 'dec_1',
          countersign_outcome: 'decline',
          countersign_policy: decision?.policyVersion,
          countersign_reason: 'fraud_risk_score.decline',
        },
      },
    });
    expect(isRecordedLate).toBe(false);
    expect(written.map((text) => JSON.parse(text))).toMatchObject([
      { kind: 'decision', id: 'dec_1', event: 'evt_1', ask: 'iauth_1:0:1234', outcome: 'decline', reply: answer.reply },
    ]);
  });

  test('is not answered before its record is durable', async () => {
    const recorded = Promise.withResolvers<RecordOutcome>();
    const { clock, authorize } = setUp({ records: { record: () => recorded.promise } });
    let isAnswered = false;
    const answered = authorize(ask(clock.nowMs())).then(() => {
      isAnswered = true;
    });
    await clock.advance(500);
    expect(isAnswered).toBe(false);
    recorded.resolve({ kind: 'durable' });
    await answered;
    expect(isAnswered).toBe(true);
  });

  test('is answered by the deadline when the record hangs, is marked late, and the alarm stands until it is written', async () => {
    const recorded = Promise.withResolvers<RecordOutcome>();
    const texts: string[] = [];
    const { clock, authorize, alarms } = setUp({
      records: {
        record(text) {
          texts.push(text);
          return recorded.promise;
        },
      },
    });
    const [{ isRecordedLate, answer }, ms] = await timed(clock, authorize(ask(clock.nowMs())));
    expect([isRecordedLate, answer.reply.approved]).toEqual([true, true]);
    expect(ms).toBeLessThanOrEqual(1000);
    expect(texts.at(-1)).toBe('{"kind":"late","id":"dec_1"}');
    expect(alarms.standing.get('recorded_late')).toEqual({ waiting: 1, total: 1 });
    recorded.resolve({ kind: 'durable' });
    await settle();
    expect(alarms.standing.has('recorded_late')).toBe(false);
  });

  test('is answered when the record fails outright', async () => {
    const { clock, authorize, alarms } = setUp({
      records: { record: async () => Promise.reject(new Error('disk full')) },
    });
    const { answer, isRecordedLate } = await authorize(ask(clock.nowMs()));
    expect([answer.reply.approved, isRecordedLate]).toEqual([true, true]);
    expect(alarms.raised).toContain('recorded_late');
  });

  test('counts its deadline from when it arrived, not from when it was looked at', async () => {
    const { clock, authorize } = setUp({ records: { record: () => never } });
    const old = { ...ask(clock.nowMs()), receivedAtMs: clock.nowMs() - 900 };
    const [, ms] = await timed(clock, authorize(old));
    expect(ms).toBeLessThanOrEqual(100);
  });

  test('of a profile with a short deadline is answered by that one, recorded by the place that takes over', async () => {
    const clock = createManualClock();
    const second: string[] = [];
    const records = createRecorder({
      first: { record: () => never },
      second: {
        async record(text) {
          second.push(text);
          return { kind: 'durable' };
        },
      },
      firstMs: () => deadlinesOf(profilePolicy('deadline_ms: 400')).shortestMs * limits.firstRecordDeadlineShare,
      clock,
    });
    const { authorize } = setUp({ clock, records, policy: () => profilePolicy('deadline_ms: 400') });
    const [{ isRecordedLate }, ms] = await timed(clock, authorize(ask(clock.nowMs())));
    expect([isRecordedLate, second.length]).toEqual([false, 1]);
    expect(ms).toBeLessThan(400);
  });

  test('is answered by the deadline even when the clock is set back meanwhile', async () => {
    const { clock, authorize } = setUp({ records: { record: () => never } });
    const ahead = { ...ask(clock.nowMs()), receivedAtMs: clock.nowMs() + 5000 };
    const [, ms] = await timed(clock, authorize(ahead));
    expect(ms).toBeLessThanOrEqual(1000);
  });

  test('whose record is refused everywhere is an alarm that does not end by itself', async () => {
    const { clock, authorize, alarms, recordedLate } = setUp({
      records: { record: () => Promise.reject(new Error('no place')) },
    });
    await authorize(ask(clock.nowMs()));
    await settle();
    expect(alarms.standing.get('records_lost')).toEqual({ id: 'dec_1' });
    expect(recordedLate()).toEqual({ waiting: 0, total: 1 });
  });

  test('that was recorded for another process first gets what that one said', async () => {
    const other: Answer = { decisionId: 'dec_other', reply: { approved: false } };
    const { clock, authorize } = setUp({
      records: { record: async () => ({ kind: 'answered_before', answer: other }) },
    });
    expect(await authorize(ask(clock.nowMs()))).toEqual({ answer: other, decision: null, isRecordedLate: false });
  });

  test('that can not be read is answered by the stand-in, recorded, and raises an alarm', async () => {
    const { clock, authorize, alarms, written } = setUp();
    const { answer } = await authorize(ask(clock.nowMs(), { authorization: null, askKey: null }));
    expect(answer.reply).toMatchObject({ approved: false });
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      answered_by: 'stand_in',
      authorization: 'iauth_1',
      reasons: ['authorization_unreadable', 'stand_in.otherwise'],
    });
    expect(alarms.raised).toEqual(['authorization_unreadable']);
  });

  test('that decide throws on is answered by the stand-in and raises an alarm', async () => {
    const broken = profilePolicy(PROFILE);
    const policy = {
      ...broken,
      portfolios: broken.portfolios.map((portfolio) => ({
        ...portfolio,
        when: {
          attributes: [],
          evaluate: (): never => {
            throw new Error('boom');
          },
        },
      })),
    };
    const { clock, authorize, alarms } = setUp({ policy: () => policy });
    const { answer, decision } = await authorize(ask(clock.nowMs()));
    expect(answer.reply.approved).toBe(false);
    expect(decision).toMatchObject({ answeredBy: 'stand_in', reasons: ['decide_failed', 'stand_in.otherwise'] });
    expect(alarms.standing.get('decide_failed')).toEqual({ error: 'boom' });
  });

  test('never stores the e-mail that a rule read', async () => {
    const policy = profilePolicy(
      '{}',
      `portfolios: [{ name: a, profile: only, when: ":cardholder_email: = 'x'" }, { name: b, profile: only }]`,
    );
    const rules = policy.portfolios[0]?.when;
    const only = policy.profiles.get('only');
    if (!rules || !only) throw new Error('no condition');
    const profile = { ...only, rules: [{ id: 'email', action: 'review' as const, isAlways: false, condition: rules }] };
    const { clock, authorize, written } = setUp({
      policy: () => ({ ...policy, portfolios: [{ name: 'b', when: null, whenText: null, profile }] }),
    });
    await authorize(ask(clock.nowMs()));
    expect(written[0]).not.toContain('erika@example.com');
    expect(JSON.parse(written[0] ?? '').attributes).toEqual({ cardholder_email: 'hidden17' });
  });
});

describe('a duplicate', () => {
  test.each([
    ['the same event', { askKey: 'iauth_1:0:999' }],
    ['the same ask under another event', { eventId: 'evt_2' }],
  ])('of %s gets the first answer and decides nothing', async (_case, changes) => {
    const { clock, authorize, written } = setUp();
    const first = await authorize(ask(clock.nowMs(), { authorization: scored(60) }));
    const second = await authorize(ask(clock.nowMs(), { ...changes, authorization: scored(10) }));
    expect(second).toEqual({ answer: first.answer, decision: null, isRecordedLate: false });
    expect(written).toHaveLength(1);
  });

  test.each([
    ['another account', { scope: { livemode: false, account: 'acct_1' } }],
    ['the other mode', { scope: { livemode: true, account: null } }],
    ['an increment', { eventId: 'evt_2', askKey: 'iauth_1:1:1234' }],
  ])('is not what comes from %s', async (_case, changes) => {
    const { clock, authorize, written } = setUp();
    await authorize(ask(clock.nowMs()));
    expect((await authorize(ask(clock.nowMs(), changes))).decision).not.toBeNull();
    expect(written).toHaveLength(2);
  });

  test('that comes while the first is being decided waits for its answer', async () => {
    const recorded = Promise.withResolvers<RecordOutcome>();
    const { clock, authorize } = setUp({ records: { record: () => recorded.promise } });
    const both = Promise.all([authorize(ask(clock.nowMs())), authorize(ask(clock.nowMs()))]);
    await clock.advance(100);
    recorded.resolve({ kind: 'durable' });
    const [first, second] = await both;
    expect(second.answer).toEqual(first.answer);
    expect(second.decision).toBeNull();
  });

  test('waits as long as the longest deadline for the first, and makes no second decision', async () => {
    const { clock, authorize } = setUp({
      records: { record: () => never },
      policy: () => profilePolicy('deadline_ms: 1800'),
    });
    const first = authorize(ask(clock.nowMs()));
    await clock.advance(10);
    const [second] = await timed(clock, authorize(ask(clock.nowMs())));
    expect(second).toEqual({ answer: (await first).answer, decision: null, isRecordedLate: false });
  });

  test('of an ask from before this process is looked up, and gets the stored answer', async () => {
    const stored: Answer = { decisionId: 'dec_old', reply: { approved: false } };
    const { clock, authorize, written } = setUp({
      claims: createMemoryClaims(2_000_000_000_000),
      answers: { findAnswer: async () => stored },
    });
    expect((await authorize(ask(clock.nowMs()))).answer).toEqual(stored);
    expect(written).toEqual([]);
  });

  test('look-up that hangs does not cost the answer', async () => {
    const { clock, authorize } = setUp({
      claims: createMemoryClaims(2_000_000_000_000),
      answers: { findAnswer: () => never },
    });
    const [{ decision }, ms] = await timed(clock, authorize(ask(clock.nowMs())));
    expect(decision).not.toBeNull();
    expect(ms).toBeLessThanOrEqual(400);
  });
});

describe('features', () => {
  const counted = (features: Features, settle: CountedAsk['settle'] = () => {}): CountedAsk => ({
    features,
    record: { features: [7], approximate: [], inputs: { card: 'ic_1' }, derived: {} },
    toStripe: { failed_logins: '7' },
    settle,
  });
  const spree = policyOf({
    'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]',
    'profiles/a.yaml': '{}',
    'features/a.scowl': 'event authorization\nasks := Count(by card last hour exclusive)\n',
    'rules/a.yaml': 'rules: [{ id: spree, rule: "Block if :asks: > 5" }]',
  });

  test('count when they come in time, are recorded, and go to Stripe as the policy says', async () => {
    const { clock, authorize } = setUp({
      policy: () => spree,
      count: async () => counted(new Map([['asks', 7]])),
      withMetadata: true,
    });
    const { decision, answer } = await authorize(ask(clock.nowMs()));
    expect(decision).toMatchObject({ reasons: ['spree'], attributes: { asks: 7 }, counted: { features: [7] } });
    expect(answer.reply.metadata).toMatchObject({ failed_logins: '7', countersign_outcome: 'decline' });
  });

  test.each([
    ['hang', () => never],
    ['fail', () => Promise.reject(new Error('gone'))],
  ])('that %s leave the decision to what Stripe sent', async (_case, count) => {
    const { clock, authorize } = setUp({ count });
    const [{ decision }, ms] = await timed(clock, authorize(ask(clock.nowMs(), { authorization: scored(60) })));
    expect(decision).toMatchObject({ answeredBy: 'policy', reasons: ['fraud_risk_score.decline'], counted: null });
    expect(ms).toBeLessThanOrEqual(400);
  });

  test('the counters hear what was answered, also where they came too late for the answer', async () => {
    const heard: string[] = [];
    const late = Promise.withResolvers<CountedAsk>();
    const { clock, authorize } = setUp({ count: () => late.promise });
    await timed(clock, authorize(ask(clock.nowMs(), { authorization: scored(60) })));
    expect(heard).toEqual([]);
    late.resolve(counted(new Map(), (outcome) => heard.push(outcome)));
    await late.promise;
    await Promise.resolve();
    expect(heard).toEqual(['decline']);
  });

  test('a duplicate is not counted again', async () => {
    let counts = 0;
    const { clock, authorize } = setUp({
      count: async () => {
        counts += 1;
        return counted(new Map());
      },
    });
    const first = ask(clock.nowMs());
    await authorize(first);
    await authorize(first);
    expect(counts).toBe(1);
  });
});
