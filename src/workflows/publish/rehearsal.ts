import type { CaseResult } from '../../core/decision/run-cases.ts';
import type { ListItemType } from '../../core/domain/lists.ts';
import type { SeenTypes } from '../../core/features/seen-types.ts';
import type { Diagnostic } from '../../core/language/diagnostic.ts';
import type { PolicyFile } from '../../core/policy/files.ts';
import type { PolicyRule, Portfolio } from '../../core/policy/policy.ts';

/** Files to read, and whether their cases are to be run. */
export interface RehearsalRequest {
  readonly files: readonly PolicyFile[];
  /** What the folder is called in messages. */
  readonly folder: string;
  /** What the events that came so far showed of their inputs. */
  readonly seen: SeenTypes;
  readonly wantsCases: boolean;
}

/** How a case came out, without the decision behind it. */
export type CaseOutcome = Omit<CaseResult, 'record'>;

/** What has to be known of a policy to hold it against what is live; a `Policy` is one. */
export interface RehearsedPolicy {
  readonly version: string;
  readonly lists: ReadonlyMap<string, { readonly name: string; readonly type: ListItemType }>;
  readonly rules: readonly Pick<PolicyRule, 'id' | 'action' | 'mode' | 'text'>[];
  readonly portfolios: readonly Pick<Portfolio, 'name'>[];
}

/** What came of reading files and running their cases. */
export interface Rehearsal {
  /** Null where the files have an error. */
  readonly policy: RehearsedPolicy | null;
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** None where they were not wanted, or the files have an error. */
  readonly cases: readonly CaseOutcome[];
}

/** What a rehearsal is for: to put a policy in force, which comes first, or to look at one. */
export type RehearsalAim = 'act' | 'check';

/** Reads files and runs their cases as `countersign check` and `test` do, off the event loop. */
export type Rehearse = (request: RehearsalRequest, aim?: RehearsalAim) => Promise<Rehearsal>;
