/** A webhook signing secret and the mode whose events it signs. */
export interface WebhookSecret {
  readonly secret: string;
  readonly livemode: boolean;
}

/**
 * Reads a comma-separated list of secrets: `live:whsec_…`, `test:whsec_…`, or bare, which takes `defaultLivemode`.
 * Returns the problem, in words that never repeat the secret, when one is malformed.
 */
export function parseWebhookSecrets(list: string, defaultLivemode: boolean): WebhookSecret[] | { problem: string } {
  const secrets: WebhookSecret[] = [];
  for (const [index, entry] of list.split(',').entries()) {
    // Printable ASCII only: a placeholder that was pasted from a page has an ellipsis in it.
    const match = /^(?:(live|test):)?(whsec_[!-~]+)$/.exec(entry.trim());
    if (!match?.[2]) return { problem: `entry ${index + 1} is not whsec_…, live:whsec_… or test:whsec_…` };
    secrets.push({ secret: match[2], livemode: match[1] === undefined ? defaultLivemode : match[1] === 'live' });
  }
  return secrets;
}
