import type { Span } from '../language/source.ts';

/** Whose metadata a `::key::` reads. */
export type MetadataOwner = 'authorization' | 'card' | 'cardholder';

/** `:name:`, `::key::`, `::card:key::` or `::cardholder:key::`, as it was written: it need not exist. */
export type AttributeReference =
  | { readonly kind: 'named'; readonly name: string; readonly span: Span }
  | { readonly kind: 'metadata'; readonly owner: MetadataOwner; readonly key: string; readonly span: Span };

/** A string never holds both kinds of straight quotes, and a number is finite: what is read can be printed. */
export type Literal =
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span };

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** An attribute beside a value or another attribute. */
export interface Comparison {
  readonly kind: 'compare';
  readonly operator: ComparisonOperator;
  readonly left: AttributeReference;
  readonly right: Literal | AttributeReference;
  readonly span: Span;
}

/** `in ('a', 'b')` */
export interface Membership {
  readonly kind: 'in';
  readonly left: AttributeReference;
  readonly items: readonly Literal[];
  readonly span: Span;
}

/** `in @name` */
export interface ListMembership {
  readonly kind: 'in_list';
  readonly left: AttributeReference;
  readonly list: string;
  readonly listSpan: Span;
  readonly span: Span;
}

/** `includes 'part'` and `like '%pattern%'` */
export interface TextMatch {
  readonly kind: 'match';
  readonly operator: 'includes' | 'like';
  readonly left: AttributeReference;
  readonly right: Literal;
  readonly span: Span;
}

/** What stands between `and`, `or` and `not`. */
export type Leaf =
  | Comparison
  | Membership
  | ListMembership
  | TextMatch
  | { readonly kind: 'is_missing'; readonly attribute: AttributeReference; readonly span: Span }
  | { readonly kind: 'attribute'; readonly attribute: AttributeReference; readonly span: Span };

/**
 * A condition as it was read. `and` and `or` have two or more operands, none of their own kind: `a and (b and c)` is
 * one `and` of three.
 */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[]; readonly span: Span }
  | { readonly kind: 'not'; readonly operand: Condition; readonly span: Span }
  | Leaf;

/** A condition of several. */
export type Compound = Condition & { readonly kind: 'and' | 'or' };

export function isCompound(condition: Condition): condition is Compound {
  return condition.kind === 'and' || condition.kind === 'or';
}
