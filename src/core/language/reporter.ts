import type { Diagnostic } from './diagnostic.ts';
import type { Source, Span } from './source.ts';

/** Collects what is wrong with one text, up to a number of each kind: after that a reader learns nothing from more. */
export interface Reporter {
  error(span: Span, message: string, hint?: string): void;
  warn(span: Span, message: string, hint?: string): void;
  /** Whether further errors would be dropped, so that looking for them may stop. */
  isFull(): boolean;
  readonly diagnostics: Diagnostic[];
}

/** A reporter for this source that keeps the first `maxDiagnostics` errors, and as many warnings. */
export function createReporter(source: Source, maxDiagnostics: number): Reporter {
  const diagnostics: Diagnostic[] = [];
  // Counted apart: a text with many warnings must not pass for one without errors.
  const counts = { error: 0, warning: 0 };
  function add(severity: Diagnostic['severity'], span: Span, message: string, hint: string | undefined): void {
    if (counts[severity] >= maxDiagnostics) return;
    counts[severity]++;
    diagnostics.push({ severity, source, span, message, ...(hint === undefined ? {} : { hint }) });
  }
  return {
    error: (span, message, hint) => add('error', span, message, hint),
    warn: (span, message, hint) => add('warning', span, message, hint),
    isFull: () => counts.error >= maxDiagnostics,
    diagnostics,
  };
}
