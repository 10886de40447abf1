/** Whether a secret or restricted key of Stripe is one of test mode. */
export function isTestKey(secretKey: string): boolean {
  return /^(sk|rk)_test_/.test(secretKey);
}
