import type { Term } from '../term.ts';

/** The terms that a term is made of, in the same scope. Of an aggregate: what it reads in the reader's scope. */
export function childrenOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case 'constant':
    case 'input':
    case 'feature':
      return [];
    case 'call':
      return term.args;
    case 'struct':
      return term.fields.map(({ value }) => value);
    case 'array':
      return term.items;
    case 'map':
      return term.entries.map(({ value }) => value);
    case 'field':
      return [term.target];
    case 'index':
      return [term.target, term.index];
    case 'case':
      return [...term.whens.flatMap(({ when, then }) => [when, then]), ...(term.otherwise ? [term.otherwise] : [])];
    case 'negation':
    case 'not':
    case 'is':
      return [term.operand];
    case 'aggregate': {
      const { keys, after } = term.aggregate;
      return [...keys.map(({ reader }) => reader), ...(after ? [after] : [])];
    }
    default:
      return [term.left, term.right];
  }
}
