import type { Expression } from '../syntax.ts';

/** The expressions that stand directly within another one, in the order in which they are written. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'duration':
    case 'name':
    case 'lookup':
      return [];
    case 'field':
      return [expression.target];
    case 'index':
      return [expression.target, expression.index];
    case 'struct':
      return expression.fields.map(({ value }) => value);
    case 'array':
      return expression.items;
    case 'map':
      return expression.entries.map(({ value }) => value);
    case 'call':
      return expression.args;
    case 'case': {
      const whens = expression.whens.flatMap(({ when, then }) => [when, then]);
      return expression.otherwise === null ? whens : [...whens, expression.otherwise];
    }
    case 'aggregate': {
      const clauses = [...expression.keys.map(({ reader }) => reader), expression.where, expression.after];
      return [...expression.values, ...clauses.filter((clause) => clause !== null)];
    }
    case 'negation':
    case 'not':
    case 'is':
      return [expression.operand];
    default:
      return [expression.left, expression.right];
  }
}

/** Whether expressions stand within each other more than so many deep. Never recurses, however deep they are. */
export function isDeeperThan(expression: Expression, depth: number): boolean {
  let level: readonly Expression[] = [expression];
  for (let reached = 0; reached < depth; reached++) {
    level = level.flatMap(childrenOf);
    if (level.length === 0) return false;
  }
  return true;
}
