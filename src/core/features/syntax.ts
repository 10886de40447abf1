import type { Span } from '../language/source.ts';

/** A Scowl text as it was written: events and their declarations, in the order in which they stand. */
export interface Program {
  readonly events: readonly EventBlock[];
}

/** `event login` and all declarations up to the next `event`. An event may have several blocks, in several files. */
export interface EventBlock {
  readonly name: string;
  readonly nameSpan: Span;
  readonly declarations: readonly Declaration[];
}

/** `name := …`. */
export type Declaration = InputDeclaration | FeatureDeclaration;

/** `ip := $.client.ip as string?`: a field of the event's data, and its type. */
export interface InputDeclaration {
  readonly kind: 'input';
  readonly name: string;
  readonly nameSpan: Span;
  /** Field names from the top of the data; empty for the whole of it. */
  readonly path: readonly string[];
  readonly type: WrittenType;
  /** Whether a missing one is no fault. */
  readonly isOptional: boolean;
  /** What stands where it is missing. */
  readonly fallback: Literal | null;
  readonly span: Span;
}

/** `name := expression`. */
export interface FeatureDeclaration {
  readonly kind: 'feature';
  readonly name: string;
  readonly nameSpan: Span;
  readonly expression: Expression;
  /** Written with `=` instead of `:=`. */
  readonly isEquals: boolean;
  readonly span: Span;
}

/** A type as an input declares it. `email`, `phone` and `personal` are strings that say something of a person. */
export type WrittenType =
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | { readonly kind: 'array'; readonly item: WrittenType; readonly span: Span }
  | { readonly kind: 'map'; readonly value: WrittenType; readonly span: Span }
  | {
      readonly kind: 'struct';
      readonly fields: readonly { readonly name: string; readonly type: WrittenType }[];
      readonly span: Span;
    };

export type Expression =
  | Literal
  | DurationLiteral
  | Name
  | FieldAccess
  | IndexAccess
  | StructLiteral
  | ArrayLiteral
  | MapLiteral
  | Call
  | CaseExpression
  | Aggregate
  | Lookup
  | Negation
  | Not
  | Logic
  | Comparison
  | Membership
  | IsTest
  | Arithmetic;

export interface Literal {
  readonly kind: 'literal';
  /** Null is the literal `null`. */
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

/** `5 days`, `week` alone is one. */
export interface DurationLiteral {
  readonly kind: 'duration';
  readonly amount: number;
  readonly unit: DurationUnit;
  readonly span: Span;
}

export type DurationUnit = 'second' | 'minute' | 'hour' | 'day' | 'week';

export interface Name {
  readonly kind: 'name';
  readonly name: string;
  readonly span: Span;
}

export interface FieldAccess {
  readonly kind: 'field';
  readonly target: Expression;
  readonly name: string;
  readonly span: Span;
}

export interface IndexAccess {
  readonly kind: 'index';
  readonly target: Expression;
  readonly index: Expression;
  readonly span: Span;
}

/** `{a, b: 1}`; `{a}` is `{a: a}`. */
export interface StructLiteral {
  readonly kind: 'struct';
  readonly fields: readonly { readonly name: string; readonly nameSpan: Span; readonly value: Expression }[];
  readonly span: Span;
}

export interface ArrayLiteral {
  readonly kind: 'array';
  readonly items: readonly Expression[];
  readonly span: Span;
}

export interface MapLiteral {
  readonly kind: 'map';
  readonly entries: readonly { readonly key: string; readonly value: Expression }[];
  readonly span: Span;
}

/** `EmailDomain(email)`; `email.EmailDomain()` is the same. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expression[];
  readonly span: Span;
}

/** `Case(when a then b default c)`. */
export interface CaseExpression {
  readonly kind: 'case';
  readonly whens: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise: Expression | null;
  readonly span: Span;
}

/** `Count<login>(value by key as writer_key where … after … last 5 days limit 3 exclusive)`. */
export interface Aggregate {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly nameSpan: Span;
  /** Names in angle brackets; empty for the event that it is declared in. */
  readonly events: readonly Name[];
  readonly values: readonly Expression[];
  readonly keys: readonly { readonly reader: Expression; readonly writer: Name | null }[];
  readonly where: Expression | null;
  readonly after: Expression | null;
  /** Null where there is no `last`. */
  readonly last: DurationLiteral | null;
  readonly limit: Literal | null;
  readonly isExclusive: boolean;
  readonly span: Span;
}

/** `Lookup<table>(column by key)`; read so that it can be said that it is not built. */
export interface Lookup {
  readonly kind: 'lookup';
  readonly table: Name;
  readonly span: Span;
}

export interface Negation {
  readonly kind: 'negation';
  readonly operand: Expression;
  readonly span: Span;
}

export interface Not {
  readonly kind: 'not';
  readonly operand: Expression;
  readonly span: Span;
}

export interface Logic {
  readonly kind: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparison {
  readonly kind: 'compare';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export interface Membership {
  readonly kind: 'in';
  readonly isNegated: boolean;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

/** `x is null`, `x is not true`. */
export interface IsTest {
  readonly kind: 'is';
  readonly isNegated: boolean;
  readonly operand: Expression;
  readonly what: 'null' | 'true' | 'false';
  readonly span: Span;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/';

export interface Arithmetic {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}
