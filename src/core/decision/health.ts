import { alarmWords, PARTS, type Part, type Severity } from './alarm-words.ts';

/** How a gateway does, as it knows at once. */
export interface Health {
  /** Answers from before the start are still being read back. */
  readonly areClaimsCold: boolean;
  /** Some features lack some of their past. */
  readonly areCountersCold: boolean;
  /** Answers that went out and still are not durable. */
  readonly recordedLateWaiting: number;
  readonly isDatabaseOpen: boolean;
  /** Why the database is not open. */
  readonly databaseReason: string | null;
  readonly isJournalWritable: boolean;
  /** Whether this process decides by a policy that it kept, since the folder could not be used. */
  readonly isPolicyKept: boolean;
  /** How many rules the circuit breaker put in shadow. */
  readonly brokenRules: number;
  /** Whether Stripe can be asked, and may send events: whether their settings are made. */
  readonly hasStripeKey: boolean;
  readonly takesEvents: boolean;
}

/** Why a part is degraded. */
export interface Cause {
  /** Stable: a name of our own, or the name of an alarm. */
  readonly cause: string;
  readonly severity: Severity;
  readonly text: string;
}

/** A part of the service: without causes it is well. */
export interface PartState {
  readonly part: Part;
  readonly causes: readonly Cause[];
}

/** Every part, with why it is degraded: by what this gateway knows of itself, and by the alarms that stand anywhere. */
export function partStates(health: Health, alarms: readonly string[]): PartState[] {
  const standing = [...new Set(alarms)].map((name) => ({ cause: name, ...alarmWords(name) }));
  const own = ownCauses(health).filter(({ sameAs }) => !standing.some(({ cause }) => cause === sameAs));
  return PARTS.map((part) => ({
    part,
    causes: [...standing, ...own]
      .filter((cause) => cause.part === part)
      .map(({ cause, severity, text }) => ({ cause, severity, text })),
  }));
}

interface OwnCause extends Cause {
  readonly part: Part;
  /** The alarm that says the same. */
  readonly sameAs?: string;
}

function ownCauses(health: Health): OwnCause[] {
  const { recordedLateWaiting: late, brokenRules: broken, databaseReason } = health;
  const found: (OwnCause | false)[] = [
    health.areClaimsCold && warn('answers', 'cold', 'answers from before the start are still being read back'),
    late > 0 && {
      ...warn('records', 'late', `${late} answers went out and are not durable yet`),
      sameAs: 'recorded_late',
    },
    !health.isJournalWritable && {
      ...{ part: 'records', cause: 'full', severity: 'critical', text: 'the journal can not be written' },
      sameAs: 'journal_unwritable',
    },
    !health.isDatabaseOpen && {
      ...{ part: 'database', cause: 'connecting', severity: 'critical' },
      text: `the database is not open${databaseReason === null ? '' : `: ${databaseReason}`}`,
      sameAs: 'database_unreachable',
    },
    health.areCountersCold && warn('counters', 'cold', 'some features lack some of their past, and are missing'),
    health.isPolicyKept && {
      ...warn('policy', 'kept', 'the policy folder could not be used; the kept policy answers'),
      sameAs: 'policy_kept_in_use',
    },
    broken > 0 && warn('policy', 'broken_rules', `the circuit breaker put ${broken} rules in shadow`),
    !health.hasStripeKey && warn('stripe', 'no_key', 'STRIPE_SECRET_KEY is not set: what asks Stripe waits'),
    !health.takesEvents &&
      warn('stripe', 'no_events', 'STRIPE_EVENT_WEBHOOK_SECRETS is not set: how asks end is not known'),
  ];
  return found.filter((cause) => cause !== false);
}

function warn(part: Part, cause: string, text: string): OwnCause {
  return { part, cause, severity: 'warning', text };
}
