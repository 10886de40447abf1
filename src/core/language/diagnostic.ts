import { positionAt, type Source, type Span } from './source.ts';

/** Something wrong in a text that a person wrote: where, what, and what to write instead. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly source: Source;
  readonly span: Span;
  readonly message: string;
  readonly hint?: string;
}

const TAB = /\t/g;

/**
 * A diagnostic for people, the same in terminal, API and editor:
 * `path:line:column: message`, the line with the text underlined, and the hint.
 */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { source, span, severity, message, hint } = diagnostic;
  const { line, column } = positionAt(source.text, span.start);
  const text = (source.text.split('\n')[line - 1] ?? '').replace(TAB, ' ').trimEnd();
  const width = Math.max(1, Math.min(span.end - span.start, text.length - column + 1));
  const head = `${source.path}:${line}:${column}: ${severity === 'warning' ? 'warning: ' : ''}${message}`;
  const gutter = `${line} | `;
  const lines = [head];
  if (text !== '') lines.push(`  ${gutter}${text}`, `  ${' '.repeat(gutter.length + column - 1)}${'^'.repeat(width)}`);
  if (hint) lines.push(`  hint: ${hint}`);
  return lines.join('\n');
}

/** In the order in which a reader meets them: by path, then by place. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted((a, b) => comparePaths(a, b) || a.span.start - b.span.start);
}

function comparePaths(a: Diagnostic, b: Diagnostic): number {
  return a.source.path < b.source.path ? -1 : a.source.path > b.source.path ? 1 : 0;
}
