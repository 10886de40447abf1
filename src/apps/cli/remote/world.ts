/** The options that say in whose world to look and to act. */
export const WORLD_OPTIONS = { account: { type: 'string' }, live: { type: 'boolean' } } as const;

/** What help says of them. */
export const WORLD_HELP = `  --account ID   of this connected account, acct_…; without it the platform's own
  --live         in live mode; without it test mode, or the mode that the key is bound to`;

/** What help says of where the service is. */
export const WHERE_HELP = `\
COUNTERSIGN_URL says where the service is (http://127.0.0.1:4242), and COUNTERSIGN_API_KEY who asks; without a key, on
the service's own machine, it is the one in DATA_DIR/admin.key.`;
