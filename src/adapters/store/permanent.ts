/**
 * Whether the database would refuse this very record again: bad data (class 22), a violated constraint (class 23), a
 * value too large for it (class 54), or an error that says so by `isPermanent`. Codes: PostgreSQL manual, appendix A.
 */
export function isPermanent(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('isPermanent' in error && error.isPermanent === true) return true;
  return 'code' in error && typeof error.code === 'string' && /^(22|23|54)[0-9A-Z]{3}$/.test(error.code);
}
