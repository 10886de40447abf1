import type { Logger } from './adapters/log/logger.ts';
import { appendAudit } from './adapters/store/database/audit.ts';
import { DatabaseUnavailable } from './adapters/store/database/errors.ts';
import { pruneKeys } from './adapters/store/database/idempotency.ts';
import type { SqlPool } from './adapters/store/database/pool.ts';
import { breakRule } from './adapters/store/database/rule-breaks.ts';
import { sharesBefore } from './adapters/store/database/rule-shares.ts';
import { recordDifference } from './adapters/store/database/shadow-differences.ts';
import { sharePool } from './adapters/store/database/share.ts';
import { pruneSignIns } from './adapters/store/database/sign-in-tries.ts';
import { contentHash } from './adapters/store/hasher.ts';
import type { LivePolicy } from './adapters/store/policies/live.ts';
import type { Config } from './config.ts';
import type { Alarms, Clock } from './core/decision/ports.ts';
import type { Decision } from './core/domain/decision.ts';
import { limits } from './core/domain/limits.ts';
import { createBreaker } from './workflows/breaker/watch.ts';
import { createPublishStore } from './workflows/publish/ports.ts';
import { createPublisher, type Publisher } from './workflows/publish/publisher.ts';
import { createRehearser } from './workflows/publish/rehearser.ts';
import { createShadowWatch } from './workflows/shadow/watch.ts';
import type { Velocity } from './workflows/velocity/velocity.ts';

/** How policies come and go, and who looks at what they decide. */
export interface Governance {
  readonly publisher: Publisher;
  /** Takes a decision that was answered, for the shadow policy and the circuit breaker. Returns at once. */
  decided(decision: Decision): void;
  close(): void;
}

interface Edges {
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly logger: Logger;
}

/** Starts what watches over the policy in force, and the sweep that ends what has expired. */
export function startGovernance(
  config: Config,
  live: LivePolicy,
  velocity: Velocity,
  pool: SqlPool,
  edges: Edges,
): Governance {
  const rehearser = createRehearser(edges.clock);
  const publisher = createPublisher({
    // Publishing has a few of the connections, never all: the same process answers Stripe.
    store: createPublishStore(
      sharePool(pool, { connections: limits.apiConnections, waitMs: limits.apiWaitMs, clock: edges.clock }),
    ),
    clock: edges.clock,
    hash: contentHash,
    rehearse: rehearser.rehearse,
    prepare: (policy) => velocity.prepare(policy, limits.fillWaitMs),
    liveVersion: () => live.current().version,
    isFourEyes: config.isFourEyesOn,
  });
  const watches = [
    createShadowWatch({
      ...edges,
      shadow: live.shadow,
      entries: live.entries,
      features: velocity.featuresFor,
      store: (difference) => recordDifference(pool, difference),
    }),
    ...startBreaker(config, live, pool, edges),
  ];
  const endSweeping = startSweeping(publisher, live, pool, edges);
  return {
    publisher,
    decided(decision) {
      for (const watch of watches) watch.decided(decision);
    },
    close() {
      endSweeping();
      void rehearser.close();
      for (const watch of watches) watch.close();
    },
  };
}

function startBreaker({ circuitBreaker }: Config, live: LivePolicy, pool: SqlPool, edges: Edges) {
  if (circuitBreaker === 'off') return [];
  const breaker = createBreaker({
    ...edges,
    reaction: circuitBreaker,
    current: live.current,
    activatedAtMs: () => live.status().activation?.atMs ?? null,
    foretell: (beforeMs) => sharesBefore(pool, beforeMs),
    async breakRule(version, rule, reason) {
      await breakRule(pool, { version, rule, reason, author: 'system' });
      const atMs = edges.clock.nowMs();
      await appendAudit(pool, { actor: 'system', act: 'rule.break', subject: version, detail: { rule, reason }, atMs });
      await live.refresh();
    },
  });
  return [breaker];
}

function startSweeping(publisher: Publisher, live: LivePolicy, pool: SqlPool, { clock, logger }: Edges): () => void {
  let isClosed = false;
  let prunedAtMs = 0;
  let cancel = clock.after(limits.policySweepMs, () => void sweep());
  async function sweep(): Promise<void> {
    try {
      const { restored, reviewsDue } = await publisher.sweep(clock.nowMs());
      if (restored) await live.refresh();
      if (clock.nowMs() - prunedAtMs > limits.idempotencyPruneMs) {
        await pruneKeys(pool);
        await pruneSignIns(pool);
        prunedAtMs = clock.nowMs();
      }
      if (restored || reviewsDue.length > 0) logger.warn({ restored: restored?.version, reviewsDue }, 'expired');
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) logger.warn({ err: error }, 'the sweep failed');
    }
    if (!isClosed) cancel = clock.after(limits.policySweepMs, () => void sweep());
  }
  return () => {
    isClosed = true;
    cancel();
  };
}
