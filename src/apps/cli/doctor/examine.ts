import { createStripeClient } from '../../../adapters/stripe/client.ts';
import { isTestKey } from '../../../adapters/stripe/key.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import { checkAuthorization } from './authorization.ts';
import { checkClock } from './clock.ts';
import { checkConfiguration } from './configuration.ts';
import { checkDisk, checkWritable } from './data-folder.ts';
import { checkDatabase } from './database.ts';
import { type Finding, skipped } from './finding.ts';
import { checkLock, type LockReading } from './lock.ts';
import { checkNode } from './node.ts';
import { checkPolicy } from './policy.ts';
import { checkStripeKey, type KeyReading, NO_KEY } from './stripe-key.ts';
import { hasProblem, type Subject } from './subject.ts';
import { checkSync } from './sync.ts';
import { checkTwilio } from './twilio.ts';

export interface Examination {
  readonly subject: Subject;
  readonly clock: Clock;
  /** A monotonic clock in milliseconds, for how long things take. */
  readonly monotonicMs: () => number;
  /** No other run may have it. */
  readonly runId: string;
  /** Whether an authorization may be made in test mode. */
  readonly withAuthorization: boolean;
}

/** Looks at one thing after the other, and gives each finding as soon as it is there. */
export async function* examine(examination: Examination): AsyncGenerator<Finding> {
  const { subject, clock } = examination;
  yield checkNode(subject.nodeVersion);
  yield* checkConfiguration(subject);
  yield await checkPolicy(subject.policies);
  const folder = await checkWritable(subject.dataDir);
  yield folder;
  yield await checkDisk(subject.dataDir);
  yield checkSync(subject.dataDir, examination.monotonicMs);
  const lock = folder.status === 'ok' ? checkLock(subject.dataDir) : NO_FOLDER;
  yield lock.finding;
  const database = await checkDatabase(subject, lock.state, clock);
  yield database.finding;
  yield await checkTwilio(subject);
  yield* examineStripe(examination, database.serverTime);
}

const NO_FOLDER: LockReading = {
  finding: skipped('lock', 'in a data folder that can not be used'),
  state: 'unusable',
};

async function* examineStripe(
  { subject, clock, runId, withAuthorization }: Examination,
  databaseTime: KeyReading['serverTime'],
): AsyncGenerator<Finding> {
  const { secretKey, apiHost, stripeVersion } = subject;
  if (secretKey === null || hasProblem(subject, 'STRIPE_SECRET_KEY') || hasProblem(subject, 'STRIPE_API_HOST')) {
    yield NO_KEY.finding;
    yield checkClock(null, databaseTime);
    yield skipped('authorization', 'there is no key of test mode to make one with');
    return;
  }
  const stripe = createStripeClient({ secretKey, apiHost, apiVersion: stripeVersion });
  const key = await checkStripeKey(stripe, secretKey, clock);
  yield key.finding;
  yield checkClock(key.serverTime, databaseTime);
  if (!isTestKey(secretKey)) yield skipped('authorization', 'the key is of live mode: nothing is bought with it');
  else if (!key.isUsable) yield skipped('authorization', 'the key can not be used');
  else if (!withAuthorization) yield skipped('authorization', 'left out by --no-authorization');
  else yield await checkAuthorization(stripe, clock, runId);
}
