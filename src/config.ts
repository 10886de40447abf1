import { join } from 'node:path';
import Stripe from 'stripe';
import { z } from 'zod';
import { isReceiver } from './adapters/http/receiver-url.ts';
import type { Receiver } from './adapters/http/signed-post.ts';
import { readTwilio, type TwilioSettings } from './adapters/sms/settings.ts';
import { parseWebhookSecrets, type WebhookSecret } from './adapters/stripe/secrets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_POLICIES = 'policies';
const DEFAULT_DATA_DIR = '.countersign';
const DEFAULT_PORT = 4242;
const LIVE_KEY = /^(sk|rk)_live_/;
const DEFAULT_WORKER_PORT = 4243;
const PORT_RANGE = 'is a number from 0 to 65535';
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

function portOr(usual: number) {
  return z.coerce.number(PORT_RANGE).int(PORT_RANGE).min(0, PORT_RANGE).max(65_535, PORT_RANGE).default(usual);
}

const schema = z.object({
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(live|test)_/, 'is a secret or restricted key of Stripe: sk_test_…, rk_live_…')
    .optional(),
  STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: z.string().optional(),
  STRIPE_EVENT_WEBHOOK_SECRETS: z.string().optional(),
  STRIPE_VERSION: z.string().default(Stripe.API_VERSION),
  STRIPE_API_HOST: z
    .string()
    .regex(/^https?:\/\/[^/]+$/, 'is a scheme and a host: http://127.0.0.1:12111')
    .optional(),
  CIRCUIT_BREAKER: z.enum(['page', 'shadow', 'off'], 'is page, shadow or off').default('page'),
  FOUR_EYES: z.enum(['on', 'off'], 'is on or off').default('off'),
  REPLY_METADATA: z.enum(['on', 'off'], 'is on or off').default('on'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/./, 'is a URL of Postgres: postgres://user@host:5432/database')
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?(\+cluster)?:\/\/./, 'is a URL of Redis: redis://host:6379, or redis+cluster://host:6379,host:6379')
    .optional(),
  JOBS: z.enum(['here', 'worker'], 'is here or worker').default('here'),
  RECORD: z.enum(['journal', 'database'], 'is journal or database').optional(),
  DATA_DIR: z.string().default(DEFAULT_DATA_DIR),
  PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^/\s]+$/, 'is a scheme and a host: https://countersign.example.com')
    .optional(),
  POLICIES: z.string().default(DEFAULT_POLICIES),
  PORT: portOr(DEFAULT_PORT),
  WORKER_PORT: portOr(DEFAULT_WORKER_PORT),
  HASH_KEY: z.string().min(16, 'wants 16 characters or more').optional(),
  ALARM_WEBHOOK_URL: z
    .string()
    .refine(isReceiver, 'is an https URL without a user, or an http one of this machine or a private network')
    .optional(),
  ALARM_WEBHOOK_SECRET: z.string().min(16, 'wants 16 characters or more').optional(),
  // What they say is looked at together, by `readTwilio`.
  TWILIO_ACCOUNT_SID: z.string().optional(),
  TWILIO_AUTH_TOKEN: z.string().optional(),
  TWILIO_FROM: z.string().optional(),
  TWILIO_TEST_NUMBERS: z.string().optional(),
  TWILIO_API_HOST: z.string().optional(),
  LOG_LEVEL: z.enum(LEVELS, `is one of ${LEVELS.join(', ')}`).default('info'),
});

/** Everything the environment says, once, typed. */
export interface Config {
  /** Null: none is set. */
  readonly secretKey: string | null;
  readonly authorizationSecrets: readonly WebhookSecret[];
  readonly eventSecrets: readonly WebhookSecret[];
  readonly stripeVersion: string;
  /** Null: Stripe itself. */
  readonly apiHost: string | null;
  readonly isReplyMetadataOn: boolean;
  /** What happens when a young policy declines far more than was foretold. */
  readonly circuitBreaker: 'page' | 'shadow' | 'off';
  /** Who wrote a policy version can't activate it. */
  readonly isFourEyesOn: boolean;
  readonly databaseUrl: string | null;
  /** Null: this process counts by itself. */
  readonly redisUrl: string | null;
  readonly record: 'journal' | 'database';
  /** Who draws what follows from records and does the jobs: a gateway itself, or `countersign worker`. */
  readonly jobs: 'here' | 'worker';
  readonly dataDir: string;
  readonly policies: string;
  /** Whether a start may answer by the policy kept from before, where the folder is gone or broken. */
  readonly mayUseKeptPolicy: boolean;
  readonly port: number;
  /** Where `worker` answers probes. */
  readonly workerPort: number;
  /** Where people reach the console; null: as their requests say. */
  readonly publicUrl: string | null;
  /** The one address to listen on; null: every one. */
  readonly host: string | null;
  /** Null: one is made at the first start and kept in `dataDir`. */
  readonly hashKey: string | null;
  /** Who is told of alarms; null: nobody. */
  readonly alarmReceiver: Receiver | null;
  /** Null: nobody is texted. */
  readonly twilio: TwilioSettings | null;
  readonly logLevel: string;
  /** Null: logs go to standard error. */
  readonly logFile: string | null;
  /** Every setting that there is, and whether it is made: never what it says. */
  readonly settings: readonly { readonly name: string; readonly isSet: boolean }[];
}

/** The configuration, or every problem of it in words that say what to set and never repeat a secret. */
export type ConfigReading = { readonly config: Config } | { readonly problems: readonly string[] };

/** Reads the environment of `worker`: that of `serve`, but it needs no secrets, and a database that it can come to. */
export function readWorkerConfig(environment: Environment): ConfigReading {
  return read(environment, true);
}

/** Reads the environment of `serve`. An empty variable counts as not set. */
export function readConfig(environment: Environment): ConfigReading {
  return read(environment, false);
}

function read(environment: Environment, isWorker: boolean): ConfigReading {
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(set);
  const problems = (parsed.error?.issues ?? []).map((issue) => `${String(issue.path[0])} ${issue.message}`);
  const isLive = LIVE_KEY.test(set.STRIPE_SECRET_KEY ?? '');
  const secrets = (name: 'STRIPE_AUTHORIZATION_WEBHOOK_SECRETS' | 'STRIPE_EVENT_WEBHOOK_SECRETS') => {
    const found = set[name] === undefined ? [] : parseWebhookSecrets(set[name], isLive);
    if (Array.isArray(found)) return found;
    problems.push(`${name}: ${found.problem}`);
    return [];
  };
  const authorizationSecrets = secrets('STRIPE_AUTHORIZATION_WEBHOOK_SECRETS');
  const eventSecrets = secrets('STRIPE_EVENT_WEBHOOK_SECRETS');
  const { twilio, problems: twilioProblems } = readTwilio(set);
  problems.push(...twilioProblems);
  if ((set.ALARM_WEBHOOK_URL === undefined) !== (set.ALARM_WEBHOOK_SECRET === undefined)) problems.push(HALF_RECEIVER);
  if (!isWorker && set.STRIPE_AUTHORIZATION_WEBHOOK_SECRETS === undefined) problems.push(NO_SECRET);
  if (set.DATABASE_URL === undefined && (isWorker || set.JOBS === 'worker')) problems.push(NO_DATABASE);
  if (problems.length > 0 || !parsed.success) return { problems };
  const values = parsed.data;
  return {
    config: {
      secretKey: values.STRIPE_SECRET_KEY ?? null,
      authorizationSecrets,
      eventSecrets,
      stripeVersion: values.STRIPE_VERSION,
      apiHost: values.STRIPE_API_HOST ?? null,
      isReplyMetadataOn: values.REPLY_METADATA === 'on',
      circuitBreaker: values.CIRCUIT_BREAKER,
      isFourEyesOn: values.FOUR_EYES === 'on',
      databaseUrl: values.DATABASE_URL ?? null,
      redisUrl: values.REDIS_URL ?? null,
      record: values.RECORD ?? (values.DATABASE_URL === undefined ? 'journal' : 'database'),
      jobs: values.JOBS,
      dataDir: values.DATA_DIR,
      policies: values.POLICIES,
      mayUseKeptPolicy: true,
      port: values.PORT,
      workerPort: values.WORKER_PORT,
      publicUrl: values.PUBLIC_URL ?? null,
      host: null,
      hashKey: values.HASH_KEY ?? null,
      alarmReceiver: receiverOf(values.ALARM_WEBHOOK_URL, values.ALARM_WEBHOOK_SECRET),
      twilio,
      logLevel: values.LOG_LEVEL,
      logFile: null,
      settings: Object.keys(schema.shape).map((name) => ({ name, isSet: set[name] !== undefined })),
    },
  };
}

const NO_SECRET =
  'STRIPE_AUTHORIZATION_WEBHOOK_SECRETS is not set: without it nothing tells Stripe from anybody else. ' +
  "Copy the signing secret (whsec_…) of the real-time authorization endpoint from Stripe's dashboard.";

const NO_DATABASE =
  'DATABASE_URL is not set: the embedded database belongs to the one process that has it open, so nobody else can do ' +
  'its jobs. Set DATABASE_URL to a Postgres, or leave the jobs to `countersign serve` (JOBS=here).';

const HALF_RECEIVER =
  'ALARM_WEBHOOK_URL and ALARM_WEBHOOK_SECRET go together: without the secret the receiver could not tell our alarms ' +
  "from anybody else's.";

function receiverOf(url: string | undefined, secret: string | undefined): Receiver | null {
  return url === undefined || secret === undefined ? null : { url, secret };
}

/** The same for commands that only speak to Stripe: what is set, whether or not it is sound. */
export function readStripeSettings(environment: Environment): Pick<Config, 'secretKey' | 'apiHost' | 'stripeVersion'> {
  return {
    secretKey: environment.STRIPE_SECRET_KEY || null,
    apiHost: environment.STRIPE_API_HOST || null,
    stripeVersion: environment.STRIPE_VERSION || Stripe.API_VERSION,
  };
}

/** All that can be read of an environment that may have any fault, and its faults: what the doctor examines. */
export function examineEnvironment(environment: Environment) {
  const reading = readConfig(environment);
  if ('config' in reading) return { problems: [], ...reading.config };
  const isLive = LIVE_KEY.test(environment.STRIPE_SECRET_KEY ?? '');
  const secrets = (text: string | undefined) => {
    const found = text ? parseWebhookSecrets(text, isLive) : [];
    return Array.isArray(found) ? found : [];
  };
  return {
    problems: reading.problems,
    ...readStripeSettings(environment),
    authorizationSecrets: secrets(environment.STRIPE_AUTHORIZATION_WEBHOOK_SECRETS),
    eventSecrets: secrets(environment.STRIPE_EVENT_WEBHOOK_SECRETS),
    policies: environment.POLICIES || DEFAULT_POLICIES,
    dataDir: environment.DATA_DIR || DEFAULT_DATA_DIR,
    databaseUrl: environment.DATABASE_URL || null,
    redisUrl: environment.REDIS_URL || null,
    twilio: readTwilio(environment).twilio,
  };
}

/** What the demo's service is given: secrets made for it, and perhaps a Stripe and a Twilio of this machine. */
interface DemoSecrets {
  readonly asks: string;
  readonly events: string;
  readonly texting: {
    readonly publicUrl: string;
    readonly stripe: { readonly url: string; readonly key: string };
    readonly twilio: {
      readonly url: string;
      readonly sid: string;
      readonly tokens: readonly string[];
      readonly number: string;
    };
  } | null;
}

/**
 * The environment of the demo: its own data folder, secrets made for it, and never the database of a real service; logs
 * hold warnings and errors alone, unless LOG_LEVEL says otherwise.
 * `policies` is used where POLICIES names none.
 */
export function demoEnvironment(
  environment: Environment,
  { asks, events, texting }: DemoSecrets,
  policies: string,
): Environment {
  return {
    ...environment,
    STRIPE_SECRET_KEY: texting?.stripe.key,
    STRIPE_API_HOST: texting?.stripe.url,
    STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: `test:${asks}`,
    STRIPE_EVENT_WEBHOOK_SECRETS: `test:${events}`,
    DATABASE_URL: undefined,
    REDIS_URL: undefined,
    PUBLIC_URL: texting?.publicUrl,
    ALARM_WEBHOOK_URL: undefined,
    ALARM_WEBHOOK_SECRET: undefined,
    TWILIO_ACCOUNT_SID: texting?.twilio.sid,
    TWILIO_AUTH_TOKEN: texting?.twilio.tokens.join(','),
    TWILIO_FROM: texting?.twilio.number,
    // The people of the simulated world, who are in test mode.
    TWILIO_TEST_NUMBERS: texting ? '*' : undefined,
    TWILIO_API_HOST: texting?.twilio.url,
    RECORD: undefined,
    JOBS: undefined,
    DATA_DIR: demoDataDir(environment),
    POLICIES: environment.POLICIES || policies,
    LOG_LEVEL: environment.LOG_LEVEL || 'warn',
  };
}

/** Where the demo keeps its data: a folder of its own in the data folder, never that of a real service. */
export function demoDataDir(environment: Environment): string {
  return join(environment.DATA_DIR || DEFAULT_DATA_DIR, 'demo');
}

/** Whether a terminal's owner wants no colours and nothing redrawn (no-color.org), or nobody looks on. */
export function isPlainWished(environment: Environment): boolean {
  return Boolean(environment.NO_COLOR || environment.CI || environment.TERM === 'dumb');
}

/** Whether somebody sits at this machine and can be shown a page: no robot, not over ssh, on Linux with a display. */
export function isSomebodyHere(environment: Environment, platform: NodeJS.Platform): boolean {
  const { CI, SSH_CONNECTION, SSH_TTY, DISPLAY, WAYLAND_DISPLAY } = environment;
  if (CI || SSH_CONNECTION || SSH_TTY) return false;
  return platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

/** What commands on files take from the environment: where the policy folder is, and the key to conceal with. */
export function readFileConfig(environment: Environment): {
  readonly policies: string;
  readonly hashKey: string | null;
} {
  return { policies: environment.POLICIES || DEFAULT_POLICIES, hashKey: environment.HASH_KEY || null };
}

/** What commands on a running service take from the environment: where it is, and which key to show. */
export function readRemote(environment: Environment): {
  readonly url: string;
  /** Null: the one that the service keeps in `dataDir`. */
  readonly apiKey: string | null;
  readonly dataDir: string;
} {
  const { PORT, COUNTERSIGN_URL, COUNTERSIGN_API_KEY, DATA_DIR } = environment;
  // Port 0 is a free one, which nobody can know here.
  const port = PORT && PORT !== '0' ? PORT : DEFAULT_PORT;
  return {
    url: COUNTERSIGN_URL || `http://127.0.0.1:${port}`,
    apiKey: COUNTERSIGN_API_KEY || null,
    dataDir: DATA_DIR || DEFAULT_DATA_DIR,
  };
}
