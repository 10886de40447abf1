import type { z } from 'zod';
import type { Activation } from '../../../adapters/store/database/policy-activations.ts';
import type { StoredVersion } from '../../../adapters/store/database/policy-versions.ts';
import type { Diagnostic } from '../../../core/language/diagnostic.ts';
import { positionAt } from '../../../core/language/source.ts';
import type { caseResult, diagnostic } from '../../../sdk/schema/check.ts';
import type { activation, version } from '../../../sdk/schema/policy.ts';
import type { CaseOutcome } from '../../../workflows/publish/rehearsal.ts';
import type { Named } from './names.ts';

/** A moment in ISO 8601. */
export function sayTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** A moment that may not be set. */
export function sayTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : sayTime(ms);
}

/** A fault of the policy with the text that it is about. */
export function sayDiagnostic({ severity, source, span, message, hint }: Diagnostic): z.input<typeof diagnostic> {
  const end = positionAt(source.text, span.end);
  const place = { ...positionAt(source.text, span.start), end_line: end.line, end_column: end.column };
  return { severity, path: source.path, ...place, message, hint: hint ?? null };
}

/** What came of a case. */
export function sayCase({ name, path, line, isPassed, differences }: CaseOutcome): z.input<typeof caseResult> {
  return { name, path, line, passed: isPassed, differences: [...differences] };
}

/** A stored version, without its files. */
export function sayVersion(stored: Omit<StoredVersion, 'files'>, named: Named): z.input<typeof version> {
  const { version: name, author, note, createdAtMs } = stored;
  return { version: name, by: named(author), note, created_at: sayTime(createdAtMs) };
}

/** One time that a version was made live. */
export function sayActivation(made: Activation, named: Named): z.input<typeof activation> {
  const { seq, kind, author, note, atMs, expiresAtMs } = made;
  return {
    seq,
    version: made.version,
    kind,
    by: named(author),
    note,
    at: sayTime(atMs),
    expires_at: sayTimeOrNull(expiresAtMs),
  };
}
