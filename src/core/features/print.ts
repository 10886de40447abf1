import { inQuotes } from './parse/lex-string.ts';
import { layoutOf, literalText } from './print/expression.ts';
import { onLines, onOneLine } from './print/layout.ts';
import type { Declaration, EventBlock, Expression, InputDeclaration, Program, WrittenType } from './syntax.ts';

/** A declaration that is longer goes over several lines. */
const MAX_COLUMNS = 80;
const PLAIN_FIELD = /^[\p{L}_][\p{L}\p{N}\p{M}_]*$/u;

/**
 * The canonical text of an expression, on one line: keywords in lower case, names of aggregates as they are written in
 * the documentation, double quotes, only the parentheses that it needs. Parsing it gives the same expression.
 */
export function printExpression(expression: Expression): string {
  return onOneLine(layoutOf(expression));
}

/**
 * The canonical text of a program, for people: as `printExpression` has it, and what is long with one clause a line.
 * Comments are not part of a program. Parsing it gives the same program; it ends in a new line, unless it is empty.
 */
export function printProgram(program: Program): string {
  return program.events.map(printEvent).join('\n');
}

function printEvent({ name, declarations }: EventBlock): string {
  return [`event ${name}`, ...declarations.map(printDeclaration), ''].join('\n');
}

function printDeclaration(declaration: Declaration): string {
  if (declaration.kind === 'input') return `${declaration.name} := ${printInput(declaration)}`;
  return onLines([`${declaration.name} := `, layoutOf(declaration.expression)], MAX_COLUMNS);
}

function printInput({ path, type, isOptional, fallback }: InputDeclaration): string {
  const fields = path.map((field) => (PLAIN_FIELD.test(field) ? `.${field}` : `[${inQuotes(field)}]`));
  const optional = isOptional ? `?${fallback === null ? '' : ` ${literalText(fallback)}`}` : '';
  return `$${fields.join('')} as ${printType(type)}${optional}`;
}

function printType(type: WrittenType): string {
  switch (type.kind) {
    case 'name':
      return type.name;
    case 'array':
      return `[${printType(type.item)}]`;
    case 'map':
      return `map{string: ${printType(type.value)}}`;
    case 'struct':
      return `{${type.fields.map((field) => `${field.name}: ${printType(field.type)}`).join(', ')}}`;
  }
}
