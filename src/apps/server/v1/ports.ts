import type { Logger } from '../../../adapters/log/logger.ts';
import type { SqlPool } from '../../../adapters/store/database/pool.ts';
import type { LivePolicy } from '../../../adapters/store/policies/live.ts';
import type { SeenInputs } from '../../../adapters/store/seen-inputs.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import type { Conceal } from '../../../core/decision/record.ts';
import type { EventDoor } from '../../../core/features/event-door.ts';
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
  readonly clock: Clock;
  readonly logger: Logger;
  /** Conceals personal data in what a dry run says. */
  readonly conceal: Conceal;
}

/** What the API is given: the rest it makes itself. */
export type GivenPorts = Omit<ApiPorts, 'seenInputs'>;
