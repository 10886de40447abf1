import type { z } from 'zod';
import type { Activation } from '../../../adapters/store/database/policy-activations.ts';
import type { CaseResult } from '../../../core/decision/run-cases.ts';
import type { Diagnostic } from '../../../core/language/diagnostic.ts';
import { positionAt } from '../../../core/language/source.ts';
import type { caseResult, diagnostic } from '../../../sdk/schema/check.ts';
import type { activation } from '../../../sdk/schema/policy.ts';
import type { Named } from './names.ts';

/** A moment in ISO 8601. */
export function sayTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** A moment that may not be set. */
export function sayTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : sayTime(ms);
}

/** A fault of the policy with its line and column. */
export function sayDiagnostic({ severity, source, span, message, hint }: Diagnostic): z.input<typeof diagnostic> {
  return { severity, path: source.path, ...positionAt(source.text, span.start), message, hint: hint ?? null };
}

/** What came of a case. */
export function sayCase({ name, path, line, isPassed, differences }: CaseResult): z.input<typeof caseResult> {
  return { name, path, line, passed: isPassed, differences: [...differences] };
}

/** One time that a version was made live. */
export function sayActivation(made: Activation, named: Named): z.input<typeof activation> {
  const { seq, version, kind, author, note, atMs, expiresAtMs } = made;
  return {
    seq,
    version,
    kind,
    by: named(author),
    note,
    at: sayTime(atMs),
    expires_at: sayTimeOrNull(expiresAtMs),
  };
}
