import Stripe from 'stripe';
import { z } from 'zod';
import { parseWebhookSecrets, type WebhookSecret } from './adapters/stripe/secrets.ts';

const flag = (name: string) => z.enum(['on', 'off'], `${name} is on or off`);
const port = z.coerce
  .number('PORT is a number')
  .int('PORT is a whole number')
  .min(0)
  .max(65_535, 'PORT is 65535 at most');

const schema = z.object({
  STRIPE_SECRET_KEY: z.string().optional(),
  STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: z.string().optional(),
  STRIPE_EVENT_WEBHOOK_SECRETS: z.string().optional(),
  STRIPE_VERSION: z.string().default(Stripe.API_VERSION),
  REPLY_METADATA: flag('REPLY_METADATA').default('on'),
  DATABASE_URL: z.string().optional(),
  RECORD: z.enum(['journal', 'database'], 'RECORD is journal or database').optional(),
  DATA_DIR: z.string().default('.countersign'),
  POLICIES: z.string().default('policies'),
  PORT: port.default(4242),
  HASH_KEY: z.string().min(16, 'HASH_KEY wants 16 characters or more').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Everything the environment says, once, typed. */
export interface Config {
  readonly authorizationSecrets: readonly WebhookSecret[];
  readonly eventSecrets: readonly WebhookSecret[];
  readonly stripeVersion: string;
  readonly isReplyMetadataOn: boolean;
  readonly databaseUrl: string | null;
  readonly record: 'journal' | 'database';
  readonly dataDir: string;
  readonly policies: string;
  readonly port: number;
  /** Null: one is made at the first start and kept in `dataDir`. */
  readonly hashKey: string | null;
  readonly logLevel: string;
}

/** The configuration, or every problem of it in words that say what to set and never repeat a secret. */
export type ConfigReading = { readonly config: Config } | { readonly problems: readonly string[] };

/** Reads the environment of `serve`. An empty variable counts as not set. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): ConfigReading {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    return { problems: parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`) };
  }
  const values = parsed.data;
  const isLive = /^(sk|rk)_live_/.test(values.STRIPE_SECRET_KEY ?? '');
  const problems: string[] = [];
  const secrets = (name: 'STRIPE_AUTHORIZATION_WEBHOOK_SECRETS' | 'STRIPE_EVENT_WEBHOOK_SECRETS') => {
    const list = values[name];
    if (list === undefined) return [];
    const found = parseWebhookSecrets(list, isLive);
    if (Array.isArray(found)) return found;
    problems.push(`${name}: ${found.problem}`);
    return [];
  };
  const authorizationSecrets = secrets('STRIPE_AUTHORIZATION_WEBHOOK_SECRETS');
  const eventSecrets = secrets('STRIPE_EVENT_WEBHOOK_SECRETS');
  if (values.STRIPE_AUTHORIZATION_WEBHOOK_SECRETS === undefined) problems.push(NO_SECRET);
  if (problems.length > 0) return { problems };
  return {
    config: {
      authorizationSecrets,
      eventSecrets,
      stripeVersion: values.STRIPE_VERSION,
      isReplyMetadataOn: values.REPLY_METADATA === 'on',
      databaseUrl: values.DATABASE_URL ?? null,
      record: values.RECORD ?? (values.DATABASE_URL === undefined ? 'journal' : 'database'),
      dataDir: values.DATA_DIR,
      policies: values.POLICIES,
      port: values.PORT,
      hashKey: values.HASH_KEY ?? null,
      logLevel: values.LOG_LEVEL,
    },
  };
}

const NO_SECRET =
  'STRIPE_AUTHORIZATION_WEBHOOK_SECRETS is not set: without it nothing tells Stripe from anybody else. ' +
  "Copy the signing secret (whsec_…) of the real-time authorization endpoint from Stripe's dashboard.";

/** Where commands on files look for the policy folder when none is named. */
export function defaultPolicies(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.POLICIES || 'policies';
}
