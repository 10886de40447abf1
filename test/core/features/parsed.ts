import { parseScowl } from '../../../src/core/features/parse.ts';
import type { Declaration, Expression, Program } from '../../../src/core/features/syntax.ts';
import { formatDiagnostic } from '../../../src/core/language/diagnostic.ts';

/** The program of a text without faults; throws where it has any. */
export function parsed(text: string): Program {
  const { program, diagnostics } = parseScowl({ path: 'features', text });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return program;
}

/** The declarations of a text without faults, of one event. */
export function declarationsOf(text: string): readonly Declaration[] {
  return parsed(`event login\n${text}`).events.flatMap(({ declarations }) => declarations);
}

/** The one expression of a text without faults. */
export function expressionOf(text: string): Expression {
  const [declaration, ...more] = declarationsOf(`feature := ${text}`);
  if (declaration?.kind !== 'feature' || more.length > 0) throw new Error(`not one expression: ${text}`);
  return declaration.expression;
}

/** Every fault of an event's declarations as a person reads it; they begin on the second line. */
export function faultsOf(declarations: string): string {
  return faultsOfText(`event login\n${declarations}`);
}

/** Every fault of a text as a person reads it. */
export function faultsOfText(text: string): string {
  return parseScowl({ path: 'features', text }).diagnostics.map(formatDiagnostic).join('\n');
}
