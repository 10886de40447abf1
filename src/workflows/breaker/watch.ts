import type { Alarms, Clock } from '../../core/decision/ports.ts';
import type { Decision } from '../../core/domain/decision.ts';
import { limits } from '../../core/domain/limits.ts';
import type { Policy, PolicyRule } from '../../core/policy/policy.ts';
import { isFarMore, type Share } from './judge.ts';

/** What the last day foretold: how many asks were declined, and how many each rule matched, in shadow or live. */
export interface Foretold {
  readonly declines: Share;
  readonly matches: ReadonlyMap<string, Share>;
}

export interface BreakerOptions {
  readonly clock: Clock;
  readonly alarms: Alarms;
  /** Whether a rule that trips is only paged about, or put in shadow as well. */
  readonly reaction: 'page' | 'shadow';
  current(): Policy;
  /** When the version in force was activated; null where none ever was. */
  activatedAtMs(): number | null;
  /** What was recorded in the day before a moment. */
  foretell(beforeMs: number): Promise<Foretold>;
  /** Puts a rule of the version in force in shadow, for all processes. */
  breakRule(version: string, rule: string, reason: string): Promise<void>;
}

/** Counts decisions, and judges young versions by them. */
export interface Breaker {
  decided(decision: Decision): void;
  /** Judges now instead of soon. */
  judge(): Promise<void>;
  close(): void;
}

/**
 * The circuit breaker: a version younger than a day that declines far more than the day before it foretold pages, and
 * so does each of its rules by what it matched in shadow; with `reaction: 'shadow'` such a rule stops deciding. Rules
 * that nobody may switch off by accident are left alone: those marked `always`, those that read a list, and those on
 * compromised cards.
 */
export function createBreaker(options: BreakerOptions): Breaker {
  const { clock, alarms } = options;
  let counts = newCounts('');
  let foretold: Promise<Foretold> | null = null;
  let isClosed = false;

  async function judge(): Promise<void> {
    const policy = options.current();
    const atMs = options.activatedAtMs();
    const isYoung = atMs !== null && clock.nowMs() - atMs < limits.breakerYoungMs;
    if (atMs === null || !isYoung || counts.version !== policy.version || counts.asks < limits.breakerMinAsks) {
      alarms.end('declines_surged');
      return;
    }
    foretold ??= options.foretell(atMs);
    const { declines, matches } = await foretold;
    const tripped = policy.rules.filter((rule) => {
      const before = matches.get(rule.id);
      return before !== undefined && mayBreak(rule) && isFarMore(shareOf(counts.byRule.get(rule.id)), before);
    });
    const isSurge = isFarMore(shareOf(counts.declines), declines);
    if (tripped.length === 0 && !isSurge) return;
    const rules = tripped.length > 0 ? tripped.map(({ id }) => id) : unforetold(policy, matches);
    alarms.raise('declines_surged', {
      version: policy.version,
      rules: rules.join(', '),
      declined_percent: percent(shareOf(counts.declines)),
      foretold_percent: percent(declines),
    });
    if (options.reaction === 'page') return;
    for (const rule of rules) {
      const reason = `it declined ${percent(shareOf(counts.byRule.get(rule)))} % of ${counts.asks} asks`;
      await options.breakRule(policy.version, rule, reason);
    }
  }

  /** Of the rules that nobody ever saw match before, those that declined most of what was declined. */
  function unforetold(policy: Policy, matches: Foretold['matches']): string[] {
    return policy.rules
      .filter((rule) => mayBreak(rule) && !matches.has(rule.id))
      .filter(({ id }) => (counts.byRule.get(id) ?? 0) > counts.declines / 2)
      .map(({ id }) => id);
  }

  function shareOf(times: number | undefined): Share {
    return { times: times ?? 0, of: counts.asks };
  }

  async function soon(): Promise<void> {
    // Without the database nothing is foretold: the next look will do.
    await judge().catch(() => {
      foretold = null;
    });
    if (!isClosed) cancel = clock.after(limits.breakerJudgeMs, () => void soon());
  }
  let cancel = clock.after(limits.breakerJudgeMs, () => void soon());

  return {
    decided(decision) {
      if (decision.policyVersion !== counts.version) {
        counts = newCounts(decision.policyVersion);
        foretold = null;
      }
      counts.asks += 1;
      if (decision.outcome === 'approve') return;
      counts.declines += 1;
      for (const id of decision.reasons) counts.byRule.set(id, (counts.byRule.get(id) ?? 0) + 1);
    },
    judge,
    close() {
      isClosed = true;
      cancel();
    },
  };
}

function newCounts(version: string) {
  return { version, asks: 0, declines: 0, byRule: new Map<string, number>() };
}

function mayBreak({ mode, action, isAlways, condition }: PolicyRule): boolean {
  const isHard = isAlways || (condition.listsRead ?? []).length > 0;
  const readsCompromise = condition.attributes.some(({ definition }) => definition.name === 'is_card_compromised');
  return mode === 'live' && (action === 'block' || action === 'challenge') && !isHard && !readsCompromise;
}

function percent({ times, of }: Share): number {
  return of === 0 ? 0 : Math.round((times / of) * 1000) / 10;
}
