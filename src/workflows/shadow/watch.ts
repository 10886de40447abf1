import type { Logger } from '../../adapters/log/logger.ts';
import type { ShadowDifference } from '../../adapters/store/database/shadow-differences.ts';
import type { Clock } from '../../core/decision/ports.ts';
import type { Decision } from '../../core/domain/decision.ts';
import type { Features } from '../../core/domain/features.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Scope } from '../../core/domain/scope.ts';
import type { ListEntries } from '../../core/policy/listed.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { compareWithShadow } from './compare.ts';

export interface ShadowOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  shadow(): Policy | null;
  entries(scope: Scope): ListEntries;
  /** The features of this ask by another policy's definitions; nothing is counted. */
  features(decision: Decision, policy: Policy): Promise<Features>;
  /** Stores what differed. May reject: differences are counted for people, and some may be missing. */
  store(difference: ShadowDifference): Promise<void>;
}

/** Looks at decisions after they were answered. */
export interface ShadowWatch {
  /** Takes a decision that was answered; returns at once and never throws. */
  decided(decision: Decision): void;
  /** Decisions that were not looked at, because too many came at once or the shadow could not be evaluated. */
  missed(): number;
  close(): void;
}

/**
 * Evaluates the shadow policy on live traffic, beside the answers and never before them: a few decisions at a time,
 * when nothing else wants to run. What comes faster than that is passed over and counted.
 */
export function createShadowWatch(options: ShadowOptions): ShadowWatch {
  const { clock, logger, shadow, entries } = options;
  const waiting: Decision[] = [];
  let missed = 0;
  let cancel: (() => void) | null = null;

  async function compare(decision: Decision): Promise<void> {
    const policy = shadow();
    if (policy === null) return;
    try {
      const features = await options.features(decision, policy);
      const difference = compareWithShadow(decision, policy, entries(decision.scope), features);
      if (difference === null) return;
      logger.info(said(difference), 'shadow');
      await options.store(difference);
    } catch {
      missed += 1;
    }
  }

  function work(): void {
    cancel = null;
    for (const decision of waiting.splice(0, limits.shadowAtOnce)) void compare(decision);
    if (waiting.length > 0) cancel = clock.after(limits.shadowRestMs, work);
  }

  return {
    decided(decision) {
      if (shadow() === null) return;
      if (waiting.length >= limits.maxShadowWaiting) {
        missed += 1;
        return;
      }
      waiting.push(decision);
      cancel ??= clock.after(limits.shadowRestMs, work);
    },
    missed: () => missed,
    close: () => cancel?.(),
  };
}

function said({ decisionId, shadowVersion, outcome, shadowOutcome }: ShadowDifference) {
  return { decision: decisionId, shadow_version: shadowVersion, outcome, shadow_outcome: shadowOutcome };
}
