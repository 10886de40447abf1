import type { Reporter } from '../language/reporter.ts';
import type { Span } from '../language/source.ts';
import type { AttributeReference, ComparisonOperator } from './condition.ts';

/** Words with a meaning of their own, whatever their case. */
export const KEYWORDS = ['and', 'or', 'not', 'in', 'includes', 'like', 'is_missing'] as const;

/** One piece of a condition. `&&`, `||` and `!` are `and`, `or` and `not` from here on. */
export type Token =
  | { readonly kind: 'attribute'; readonly attribute: AttributeReference; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'list'; readonly name: string; readonly span: Span }
  | { readonly kind: 'operator'; readonly operator: ComparisonOperator; readonly span: Span }
  | { readonly kind: 'word'; readonly text: string; readonly span: Span }
  | { readonly kind: (typeof KEYWORDS)[number] | '(' | ')' | ',' | 'end'; readonly span: Span };

/** A text being cut into tokens: `at` is where the next one begins. Readers move it on, always. */
export interface Scan {
  /** Up to the end of the condition; before its beginning there may be other things. */
  readonly text: string;
  at: number;
  readonly reporter: Reporter;
}

/** What the pattern (sticky) finds at the current place or at `at`, or null. Moves nothing. */
export function look(scan: Scan, pattern: RegExp, at = scan.at): string | null {
  pattern.lastIndex = at;
  return pattern.exec(scan.text)?.[0] ?? null;
}
