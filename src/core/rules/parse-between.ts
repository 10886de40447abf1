import type { AttributeReference, Comparison, Condition, Literal } from './condition.ts';
import { type Cursor, skipComparison } from './cursor.ts';
import { parseLiteral } from './parse-value.ts';
import { printOperand } from './print.ts';

/**
 * Reads what follows `:amount: between`, which no condition has: `1 and 5`, `1, 5` or `(1, 5)` is a fault, and read as
 * the two comparisons that it stands for. The cursor is before `between`.
 */
export function parseBetween(cursor: Cursor, left: AttributeReference): Condition | null {
  const { span } = cursor.next();
  const open = cursor.accept('(');
  const from = parseLiteral(cursor, left);
  const separator = from && (cursor.accept('and') ?? cursor.accept(','));
  const to = separator && parseLiteral(cursor, left);
  if (!from || !to) {
    const printed = cursor.quote(left.span);
    cursor.reporter.error(span, 'there is no operator "between"', `write ${printed} >= … and ${printed} <= …`);
    skipComparison(cursor);
    if (open) cursor.accept(')');
    return null;
  }
  const end = (open && cursor.accept(')')?.span.end) ?? to.span.end;
  const printed = cursor.quote(left.span);
  const written = `write ${printed} >= ${printOperand(from)} and ${printed} <= ${printOperand(to)}`;
  cursor.reporter.error({ start: span.start, end }, 'there is no operator "between"', written);
  const whole = { start: left.span.start, end };
  const bound = (operator: '>=' | '<=', right: Literal): Comparison => {
    return { kind: 'compare', operator, left, right, span: whole };
  };
  return { kind: 'and', operands: [bound('>=', from), bound('<=', to)], span: whole };
}
