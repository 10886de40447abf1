/** What one check found. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly check: string;
  readonly status: 'ok' | 'warning' | 'fault' | 'skipped';
  readonly found: string;
  /** Why that matters and what to do about it; both null where it is as it should be. */
  readonly why: string | null;
  readonly advice: string | null;
}

/** As it should be. */
export function ok(check: string, found: string): Finding {
  return { check, status: 'ok', found, why: null, advice: null };
}

/** It could not be looked at, for the reason given. */
export function skipped(check: string, found: string): Finding {
  return { check, status: 'skipped', found, why: null, advice: null };
}

/** It works, but less well than it should, or not for long. */
export function warning(check: string, found: string, why: string, advice: string): Finding {
  return { check, status: 'warning', found, why, advice };
}

/** It doesn't work, or breaks a promise. */
export function fault(check: string, found: string, why: string, advice: string): Finding {
  return { check, status: 'fault', found, why, advice };
}

/** What was thrown, as a clause. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
