import type { Command, Terminal } from './command.ts';

const HELP = `
usage: countersign serve

Answers Stripe's real-time authorization webhook at POST /webhooks/stripe/authorizations and takes all other
issuing_* events at POST /webhooks/stripe/events. GET /healthz and /readyz tell how it does. Ctrl-C or SIGTERM ends it
after the answers under way.

  STRIPE_AUTHORIZATION_WEBHOOK_SECRETS   required: whsec_…, live:whsec_… or test:whsec_…, comma-separated while rolling
  STRIPE_EVENT_WEBHOOK_SECRETS           the same for the second endpoint
  STRIPE_SECRET_KEY                      its mode is that of bare secrets (test without one)
  STRIPE_VERSION                         sent with every reply; default: the version that the stripe package pins
  STRIPE_API_HOST                        another place for Stripe's API, for tests
  REPLY_METADATA                         on (default) or off: decision id, outcome, policy and reason for Stripe to keep
  CIRCUIT_BREAKER                        page (default), shadow or off: when a young policy declines far too much
  FOUR_EYES                              on or off (default): who wrote a policy version can't activate it, but
                                         somebody else with the scope approve
  POLICIES                               the policy folder (./policies)
  DATA_DIR                               journal, keys and the embedded database (./.countersign)
  DATABASE_URL                           Postgres; without it a database is embedded
  RECORD                                 journal or database: where an answer is durable before Stripe hears it;
                                         default: database with DATABASE_URL, journal without
  REDIS_URL                              Redis, for several gateways: counters, claims and jobs
  JOBS                                   here (default), or worker: left to countersign worker, which wants DATABASE_URL
  HASH_KEY                               conceals personal data in records; default: made once and kept in DATA_DIR
  PORT                                   4242; 0 takes a free one
  PUBLIC_URL                             where people reach the console, behind a proxy: https://countersign.example.com
  TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM
                                         who asks cardholders by text message, where profiles say channel: twilio;
                                         PUBLIC_URL is wanted with them
  TWILIO_TEST_NUMBERS                    whom test mode may text: numbers, comma-separated, or *; nobody without it
  TWILIO_API_HOST                        another place for Twilio's API, for tests
  LOG_LEVEL                              info

example: STRIPE_AUTHORIZATION_WEBHOOK_SECRETS=whsec_… countersign serve
`;

/** `countersign serve`: the service itself. \`start\` runs it until it is told to end and gives the exit code. */
export function serveCommand(start: (terminal: Terminal) => Promise<number>): Command {
  return {
    name: 'serve',
    summary: "answer Stripe's webhooks",
    help: HELP.trimStart(),
    options: {},
    positionals: [0, 0],
    run: (_given, terminal) => start(terminal),
  };
}
