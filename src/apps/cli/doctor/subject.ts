import type { TwilioSettings } from '../../../adapters/sms/settings.ts';
import type { WebhookSecret } from '../../../adapters/stripe/secrets.ts';

/** What is examined: the configuration as far as it can be read. */
export interface Subject {
  /** `process.versions.node` */
  readonly nodeVersion: string;
  /** What the reader of the environment complains of, each beginning with the variable's name. */
  readonly problems: readonly string[];
  readonly authorizationSecrets: readonly WebhookSecret[];
  readonly eventSecrets: readonly WebhookSecret[];
  readonly policies: string;
  readonly dataDir: string;
  /** Null: embedded in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Null: none is set. */
  readonly secretKey: string | null;
  /** Null: Stripe itself. */
  readonly apiHost: string | null;
  readonly stripeVersion: string;
  /** Null: it is not set, or not as it should be. */
  readonly twilio: TwilioSettings | null;
}

/** Whether the environment's reader complains of this variable. */
export function hasProblem({ problems }: Subject, variable: string): boolean {
  return problems.some((problem) => problem.startsWith(variable));
}
