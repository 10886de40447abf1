import type { Span } from '../language/source.ts';
import type { EntryOutcome } from './built-in-event.ts';
import type { FunctionDefinition } from './functions/definition.ts';
import type { ScowlType } from './scowl-type.ts';
import type { ScowlValue } from './scowl-value.ts';
import type { ArithmeticOperator, ComparisonOperator } from './syntax.ts';

/** An expression that was checked: every name is resolved and every type known. */
export type Term = TermBody & { readonly type: ScowlType };

type TermBody =
  | { readonly kind: 'constant'; readonly value: ScowlValue }
  /** An input, or a feature, of the event in whose scope the term stands. */
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'feature'; readonly name: string }
  | { readonly kind: 'call'; readonly function: FunctionDefinition; readonly args: readonly Term[] }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly value: Term }[] }
  | { readonly kind: 'array'; readonly items: readonly Term[] }
  | { readonly kind: 'map'; readonly entries: readonly { readonly key: string; readonly value: Term }[] }
  | { readonly kind: 'field'; readonly target: Term; readonly name: string }
  | { readonly kind: 'index'; readonly target: Term; readonly index: Term }
  | {
      readonly kind: 'case';
      readonly whens: readonly { readonly when: Term; readonly then: Term }[];
      readonly otherwise: Term | null;
    }
  | { readonly kind: 'negation' | 'not'; readonly operand: Term }
  | { readonly kind: 'and' | 'or'; readonly left: Term; readonly right: Term }
  | { readonly kind: 'compare'; readonly operator: ComparisonOperator; readonly left: Term; readonly right: Term }
  | { readonly kind: 'arithmetic'; readonly operator: ArithmeticOperator; readonly left: Term; readonly right: Term }
  | { readonly kind: 'in'; readonly isNegated: boolean; readonly left: Term; readonly right: Term }
  | {
      readonly kind: 'is';
      readonly isNegated: boolean;
      readonly operand: Term;
      readonly what: 'null' | 'true' | 'false';
    }
  | { readonly kind: 'aggregate'; readonly aggregate: AggregateTerm };

export const AGGREGATE_FUNCTIONS = [
  'Count',
  'CountUnique',
  'Sum',
  'Average',
  'Min',
  'Max',
  'First',
  'Latest',
  'LatestTime',
] as const;
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/** What is taken together over the events of a window. */
export interface AggregateTerm {
  readonly function: AggregateFunction;
  /** The event whose past it is over: the one it is declared in, unless it names another. */
  readonly writer: string;
  readonly isCrossEvent: boolean;
  /**
   * In the writer's scope. None for `Count()`; one or more for `CountUnique`; one for all others (LatestTime: none or
   * one).
   */
  readonly values: readonly Term[];
  /** None for a global aggregate. */
  readonly keys: readonly { readonly reader: Term; readonly writer: Term }[];
  /** In the writer's scope, without the part that is in `outcomes`; it counts where it is true. */
  readonly where: Term | null;
  /** Only entries that became one of these; null for all. */
  readonly outcomes: readonly EntryOutcome[] | null;
  /** In the reader's scope: only what is later than this. */
  readonly after: Term | null;
  readonly windowMs: number;
  readonly isExclusive: boolean;
}

/** A field of an event's data. */
export interface CheckedInput {
  readonly name: string;
  /** Field names from the top of the event's data; of a built-in event just its name. */
  readonly path: readonly string[];
  readonly type: ScowlType;
  /** Whether an absent one is worth a note with the event. */
  readonly isRequired: boolean;
  readonly fallback: ScowlValue | null;
  /** Not declared, but read: its type is what its use tells, or what the first event showed. */
  readonly isImplied: boolean;
  /** Its type is what earlier events showed: it may be known tomorrow, and the input is the same one. */
  readonly isTypeSeen?: boolean;
}

export interface CheckedFeature {
  readonly name: string;
  readonly event: string;
  readonly term: Term;
  /** Where its name stands, and in which text. */
  readonly span: Span;
  readonly path: string;
  /** `-- …` is not kept: the canonical text of its expression. */
  readonly text: string;
}

export interface CheckedEvent {
  readonly name: string;
  readonly isBuiltIn: boolean;
  readonly inputs: readonly CheckedInput[];
  /** Each after the features of its own event that it reads. */
  readonly features: readonly CheckedFeature[];
}

/** All events of a policy, checked together; no aggregate depends on itself, across events neither. */
export interface CheckedProgram {
  readonly events: ReadonlyMap<string, CheckedEvent>;
}
