import type { QueueState } from '../../../adapters/queue/look.ts';
import { QUEUE_SETTINGS } from '../../../core/domain/job.ts';
import type { ApiPorts } from './ports.ts';
import { sayTimeOrNull } from './say.ts';

/** How a queue stands, and which settings it waits for where nobody here can do its jobs. */
export function sayQueue({ oldestWaitingMs, ...state }: QueueState, { unworked }: Pick<ApiPorts['jobs'], 'unworked'>) {
  return {
    ...state,
    oldest_waiting_since: sayTimeOrNull(oldestWaitingMs),
    waits_for: unworked.includes(state.queue) ? (QUEUE_SETTINGS[state.queue] ?? null) : null,
  };
}
