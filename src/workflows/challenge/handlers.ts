import type Stripe from 'stripe';
import type { JobHandler, JobName } from '../../core/domain/job.ts';
import { freezeChallengedCard } from './freeze.ts';
import { pollChallenge } from './poll.ts';
import { type SweepPorts, sweepAllowances, sweepChallenges } from './sweep.ts';

/** What jobs about questions stand on. */
interface ChallengeJobPorts extends SweepPorts {
  /** Null: no key is set. */
  readonly stripe: Stripe | null;
}

/** Who does which job about questions, but to send them. */
export function challengeHandlers(ports: ChallengeJobPorts): Partial<Record<JobName, JobHandler>> {
  return {
    poll_challenge: pollChallenge(ports),
    freeze_challenged_card: freezeChallengedCard(ports),
    challenge_sweep: sweepChallenges(ports),
    allowance_sweep: sweepAllowances(ports),
  };
}
