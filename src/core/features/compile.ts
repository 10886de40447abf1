import { missing } from '../domain/value.ts';
import { compileArithmetic, compileNegation } from './compile/arithmetic.ts';
import { compileCall, compileDerived } from './compile/call.ts';
import { compileComparison, compileMembership } from './compile/compare.ts';
import type { Code } from './compile/frame.ts';
import { compileAnd, compileCase, compileIs, compileNot, compileOr } from './compile/logic.ts';
import { compileArray, compileEntries, compileField, compileIndex } from './compile/structure.ts';
import type { Term } from './term.ts';

/** What the names in a term stand for, in one event. */
export interface TermScope {
  /** The place of the value of an input, a feature or an aggregate. */
  slotOf(term: Term & { readonly kind: 'input' | 'feature' | 'aggregate' }): number;
  /** What the term's value is recorded under, where its inputs are only recorded concealed; null for most. */
  derivedText(term: Term): string | null;
}

/**
 * Makes a checked term ready to be asked, without making code of text. What it gives never throws: a null operand gives
 * that null (the first one's), a value of the wrong type, or one that is not finite, `no_value`.
 */
export function compileTerm(term: Term, scope: TermScope): Code {
  const text = scope.derivedText(term);
  if (text === null) return compileBody(term, scope);
  // Of a recorded term no part is needed.
  return compileDerived(text, compileBody(term, { ...scope, derivedText: () => null }));
}

function compileBody(term: Term, scope: TermScope): Code {
  const compile = (inner: Term): Code => compileTerm(inner, scope);
  switch (term.kind) {
    case 'constant': {
      const { value } = term;
      return () => value;
    }
    case 'input':
    case 'feature':
    case 'aggregate': {
      const slot = scope.slotOf(term);
      return ({ slots }) => slots[slot] ?? missing('no_value');
    }
    case 'call':
      return compileCall(term.function, term.args.map(compile));
    case 'struct':
      return compileEntries(term.fields.map(({ name, value }) => ({ key: name, code: compile(value) })));
    case 'array':
      return compileArray(term.items.map(compile));
    case 'map':
      return compileEntries(term.entries.map(({ key, value }) => ({ key, code: compile(value) })));
    case 'field':
      return compileField(compile(term.target), term.name);
    case 'index':
      return compileIndex(compile(term.target), compile(term.index));
    case 'case': {
      const whens = term.whens.map(({ when, then }) => ({ when: compile(when), give: compile(then) }));
      return compileCase(whens, term.otherwise ? compile(term.otherwise) : () => missing('no_value'));
    }
    default:
      return compileOperator(term, compile);
  }
}

type OperatorTerm = Extract<
  Term,
  { readonly kind: 'negation' | 'not' | 'and' | 'or' | 'compare' | 'arithmetic' | 'in' | 'is' }
>;

function compileOperator(term: OperatorTerm, compile: (term: Term) => Code): Code {
  switch (term.kind) {
    case 'negation':
      return compileNegation(compile(term.operand));
    case 'not':
      return compileNot(compile(term.operand));
    case 'and':
      return compileAnd(compile(term.left), compile(term.right));
    case 'or':
      return compileOr(compile(term.left), compile(term.right));
    case 'compare':
      return compileComparison(term.operator, compile(term.left), compile(term.right));
    case 'arithmetic': {
      const left = { code: compile(term.left), type: term.left.type };
      return compileArithmetic(term.operator, left, { code: compile(term.right), type: term.right.type });
    }
    case 'in':
      return compileMembership(compile(term.left), compile(term.right), term.isNegated);
    case 'is':
      return compileIs(compile(term.operand), term.what, term.isNegated);
  }
}
