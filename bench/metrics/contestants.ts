import { Counter, Histogram, Registry } from 'prom-client';
import { createMetrics } from '../../src/adapters/metrics/metrics.ts';
import { type Answered, createAuthorizer } from '../../src/core/decision/authorize.ts';
import type { Stages } from '../../src/core/decision/ports.ts';
import { askKeyOf } from '../../src/core/domain/authorization.ts';
import { NO_ENTRIES } from '../../src/core/policy/listed.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { createTestAlarms } from '../../test/support/alarms.ts';
import { realClock } from '../../test/support/clock.ts';
import { askAt, type BenchAsk } from '../rules/asks.ts';
import type { Contestant } from '../rules/contestant.ts';

/** What is told of an ask, and its stages. */
interface Counting {
  readonly stages?: Stages;
  received(door: string, type: string): void;
  answered(answered: Answered, tookMs: number): void;
}

/** Answers asks as the service does, without HTTP, features and a disk: the cheapest answer, so the largest share. */
export function contestants(policy: Policy): readonly Contestant[] {
  const ours = createMetrics({ clock: realClock, withProcess: false });
  return [
    contestant('without metrics', policy, { received: () => {}, answered: () => {} }),
    contestant('with ours: plain numbers, read at a scrape', policy, ours),
    contestant('with prom-client and an object of labels each', policy, labelled()),
  ];
}

function contestant(name: string, policy: Policy, { stages, received, answered }: Counting): Contestant {
  let decisions = 0;
  const { authorize } = createAuthorizer({
    clock: realClock,
    alarms: createTestAlarms(),
    claims: { claim: () => ({ kind: 'first', isNew: true, settle: () => {} }), forget: async () => {} },
    answers: { findAnswer: async () => null },
    records: { record: async () => ({ kind: 'durable' }) },
    policy: () => policy,
    listEntries: () => NO_ENTRIES,
    count: null,
    challenges: null,
    newDecisionId: () => `dec_${++decisions}`,
    conceal: (text) => text,
    withMetadata: true,
    stages,
  });

  async function answer({ inputs: { authorization } }: BenchAsk): Promise<Answered> {
    const receivedAtMs = realClock.nowMs();
    received('authorizations', 'issuing_authorization.request');
    const { scope, id } = authorization;
    const identity = { scope, eventId: id, askKey: askKeyOf(authorization), createdAtMs: receivedAtMs };
    const given = await authorize({ identity, authorizationId: id, authorization, problem: null, receivedAtMs });
    answered(given, realClock.nowMs() - receivedAtMs);
    return given;
  }

  return {
    name,
    hasTrace: true,
    matched: async (ask) => (await answer(ask)).decision?.reasons ?? [],
    async evaluate(asks, count) {
      let approved = 0;
      for (let index = 0; index < count; index += 1) {
        if ((await answer(askAt(asks, index))).answer.reply.approved) approved += 1;
      }
      return approved;
    },
  };
}

/** The same counts as anybody would first write them. */
function labelled(): Counting {
  const registers = [new Registry()];
  const counter = (name: string, ...labelNames: string[]) => new Counter({ name, help: name, labelNames, registers });
  const histogram = (name: string, ...labelNames: string[]) =>
    new Histogram({ name, help: name, labelNames, registers });
  const decisions = counter('decisions', 'outcome', 'portfolio', 'answered_by', 'livemode');
  const missing = counter('missing', 'cause');
  const webhooks = counter('webhooks', 'door', 'type');
  const stage = histogram('stages', 'stage');
  const margin = histogram('margin');
  return {
    stages: { nowMs: () => performance.now(), took: (name, ms) => stage.observe({ stage: name }, ms / 1_000) },
    received: (door, type) => webhooks.inc({ door, type }),
    answered({ decision }, tookMs) {
      stage.observe({ stage: 'total' }, tookMs / 1_000);
      margin.observe(2 - tookMs / 1_000);
      if (!decision) return;
      const { outcome, portfolio, answeredBy, scope, attributes } = decision;
      decisions.inc({ outcome, portfolio, answered_by: answeredBy, livemode: String(scope.livemode) });
      const causes = new Set(
        Object.values(attributes).flatMap((value) => (typeof value === 'object' ? value.missing : [])),
      );
      for (const cause of causes) missing.inc({ cause });
    },
  };
}
