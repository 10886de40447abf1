import { ApiError } from './error.ts';

/**
 * Throws unless the request acts on the account that is simulated. `named` is what the headers `Stripe-Account` or
 * `Stripe-Context` say, `connected` the account's id where it is a connected one.
 */
export function checkAccount(named: string | undefined, connected: string | null): void {
  if (named !== undefined && named !== connected) {
    const message = `This key has no access to the account '${named}', or there is no such account.`;
    throw new ApiError(message, { status: 403, code: 'account_invalid' });
  }
  if (named === undefined && connected !== null) {
    throw new ApiError(
      'This account is not set up to use Issuing; its connected account is. Name it in Stripe-Account.',
    );
  }
}
