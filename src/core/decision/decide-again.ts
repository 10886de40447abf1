import type { Action, Finding, FindingResult, Verdict } from '../domain/decision.ts';
import { isConcealed } from '../domain/personal.ts';
import type { ListEntries } from '../policy/listed.ts';
import { type Policy, withBroken } from '../policy/policy.ts';
import type { DecisionRecord } from './record.ts';
import { featuresOfRecord } from './recorded-features.ts';
import { redecide } from './redecide.ts';

/** A rule that came out otherwise; null where it was not considered. */
export interface ChangedFinding {
  readonly id: string;
  readonly action: Action;
  readonly from: FindingResult | null;
  readonly to: FindingResult | null;
  /** The comparisons that settle it now; those of then where it is not considered now. */
  readonly because: readonly string[];
}

/** What another policy says of a recorded decision, beside what was said. */
export interface DecidedAgain {
  /** Whether the record tells enough to say it; `verdict` is otherwise what comes of it without what is unknown. */
  readonly isKnown: boolean;
  /** Null where the policy has no portfolio of that name. */
  readonly verdict: Verdict | null;
  readonly isChanged: boolean;
  readonly rules: readonly ChangedFinding[];
  /** What the record does not tell: what was not recorded, and what is personal and was hidden. */
  readonly unknown: readonly string[];
}

/** Whose rules decide again. */
export interface Again {
  /** It reads recorded attributes (`createRecordedCatalogue`). */
  readonly policy: Policy;
  /** The version that decided; null where that is not known any more. */
  readonly deciding: Policy | null;
  readonly entries: ListEntries;
  /** Rules of the policy that the circuit breaker put in shadow; of the version that decided those of then count. */
  readonly broken: readonly string[];
}

/** Decides a recorded ask again, on all that was recorded with it, and says what differs. */
export function decideAgain(record: DecisionRecord, { policy, deciding, entries, broken }: Again): DecidedAgain {
  const isItself = policy.version === record.policy_version;
  const inShadow = record.considered.filter(({ isShadow }) => isShadow).map(({ id }) => id);
  const used = withBroken(policy, isItself ? inShadow : broken);
  const found = redecide(record, used, entries, featuresOfRecord(record, deciding, used));
  const { verdict } = found;
  const unknown = found.kind === 'unknown' ? found.attributes : [];
  return {
    isKnown: found.kind === 'decided',
    verdict,
    isChanged: found.kind === 'decided' && found.isChanged,
    rules: verdict ? changedFindings(record.considered, verdict.considered) : [],
    unknown: [...new Set([...unknown, ...(verdict ? hidden(verdict) : []), ...(verdict ? unrecorded(verdict) : [])])],
  };
}

function changedFindings(then: readonly Finding[], now: readonly Finding[]): ChangedFinding[] {
  const before = new Map(then.map((finding) => [finding.id, finding]));
  const after = new Map(now.map((finding) => [finding.id, finding]));
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)];
    const told = is ?? was;
    if (!told || (was?.result === is?.result && was?.action === is?.action)) return [];
    return [{ id, action: told.action, from: was?.result ?? null, to: is?.result ?? null, because: told.because }];
  });
}

function hidden({ attributes }: Verdict): string[] {
  return Object.keys(attributes).filter((name) => isConcealed(String(attributes[name])));
}

function unrecorded({ attributes }: Verdict): string[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    typeof value === 'object' && value.missing === 'not_recorded' ? [name] : [],
  );
}
