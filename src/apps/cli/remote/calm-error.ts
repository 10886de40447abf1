/** What a person can mend, said as it stands on standard error; the exit code is 1. */
export class CalmError extends Error {
  override readonly name = 'CalmError';
}
