import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';

/** The parameters of a form, as they were posted: one that came more than once has all its values. */
export type FormParams = Readonly<Record<string, string | readonly string[]>>;

/**
 * Whether Twilio signed a request: by any of the account's auth tokens, over the URL that it was told to call and all
 * parameters (Twilio's guide "Webhooks security"). Takes the same time wherever a signature goes wrong.
 */
export function isSignedByTwilio(
  signature: string | undefined,
  { url, params }: { readonly url: string; readonly params: FormParams },
  authTokens: readonly string[],
): boolean {
  if (!signature || !URL.canParse(url)) return false;
  return authTokens.some((token) => validateRequest(token, signature, url, params));
}
