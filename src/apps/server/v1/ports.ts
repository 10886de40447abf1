import type Stripe from 'stripe';
import type { z } from 'zod';
import type { Logger } from '../../../adapters/log/logger.ts';
import type { JobQueue } from '../../../adapters/queue/queue.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import type { Passwords } from '../../../adapters/store/passwords.ts';
import type { LivePolicy } from '../../../adapters/store/policies/live.ts';
import type { SeenInputs } from '../../../adapters/store/seen-inputs.ts';
import type { Health } from '../../../core/decision/health.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import type { Conceal } from '../../../core/decision/record.ts';
import type { JobQueueName } from '../../../core/domain/job.ts';
import type { EventDoor } from '../../../core/features/event-door.ts';
import type { systemState } from '../../../sdk/schema/system.ts';
import type { Eraser } from '../../../workflows/forget/eraser.ts';
import type { JobsSeen } from '../../../workflows/jobs/watch.ts';
import type { Publisher } from '../../../workflows/publish/publisher.ts';
import type { Velocity } from '../../../workflows/velocity/velocity.ts';

/** What the API stands on. */
export interface ApiPorts {
  readonly pool: SqlPool;
  readonly publisher: Publisher;
  /** The policy that this process decides by. */
  readonly live: Pick<LivePolicy, 'current' | 'shadow' | 'entries' | 'status' | 'refresh'>;
  readonly velocity: Pick<Velocity, 'status' | 'filler'>;
  /** Where events from back ends come in, and what their inputs showed themselves to be. */
  readonly events: EventDoor;
  readonly seenInputs: SeenInputs;
  /** What is held of persons, and how to be rid of it. */
  readonly eraser: Eraser;
  readonly jobs: {
    readonly queue: Pick<JobQueue, 'states' | 'dead' | 'find' | 'retry' | 'retryAll' | 'library'>;
    readonly doneBy: 'here' | 'worker';
    readonly unworked: readonly JobQueueName[];
    /** How they stood when they were last looked at; null before that. */
    seen(): JobsSeen | null;
  };
  /** This process. */
  readonly self: { readonly name: string; readonly startedMs: number; health(): Health };
  /** Aborted when the process begins to stop. */
  readonly stopping: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The mode of the key by which jobs act at Stripe; null where none is set. */
  readonly stripeMode: 'live' | 'test' | null;
  /** Where people reach the service, a scheme and a host; null: as their requests say. */
  readonly publicUrl: string | null;
  /** Stripe's API by that key. */
  readonly stripe: Stripe | null;
  readonly passwords: Passwords;
  /** Conceals personal data in what a dry run says. */
  readonly conceal: Conceal;
  /** Whether somebody is told of what becomes of alarms. */
  readonly areAlarmsTold: boolean;
  /** What runs, as this process knows it. */
  system(): SystemFacts;
}

type SystemState = z.input<typeof systemState>;

/** What a process knows of itself at once, for `GET /v1/system`; the rest is asked of the database and the disk. */
export type SystemFacts = Pick<
  SystemState,
  'process' | 'program' | 'node' | 'console' | 'policy' | 'counters' | 'queue' | 'journal' | 'claims' | 'settings'
> & {
  readonly database: Omit<SystemState['database'], 'server'>;
  readonly stripe: Omit<SystemState['stripe'], 'seen'>;
  /** Whose disk is looked at; it is told nobody. */
  readonly dataDir: string;
};

/** What the API is given: the rest it makes itself. */
export type GivenPorts = Omit<ApiPorts, 'seenInputs' | 'passwords'>;
