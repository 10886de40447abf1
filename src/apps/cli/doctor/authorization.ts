import type Stripe from 'stripe';
import { stripeProblem } from '../../../adapters/stripe/problem.ts';
import type { Clock } from '../../../core/decision/ports.ts';
import { COMPARISONS, compare } from '../../../simulator/test-mode/comparison.ts';
import { createTestModeIssuer, type TestModeIssuer } from '../../../simulator/test-mode/issuer.ts';
import { type CardProgram, readCardProgram } from '../../../simulator/test-mode/program.ts';
import { TestModeRefusal } from '../../../simulator/test-mode/refusal.ts';
import type { StripeRecord } from '../../../simulator/test-mode/stripe-record.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import { examination } from './patient.ts';

const WHY = 'this is the way of every purchase: Stripe asks the endpoint, takes its reply, or decides by itself';

/**
 * Makes one small authorization in Stripe's test mode and reads what Stripe says of our reply. The card and its holder
 * are retired afterwards.
 */
export async function checkAuthorization(stripe: Stripe, clock: Clock, runId: string): Promise<Finding> {
  try {
    const program = await readCardProgram(stripe);
    const issuer = createTestModeIssuer({ stripe, program, clock, runId });
    try {
      return judge(await authorizeOnce(issuer, program, clock.nowMs()));
    } finally {
      // What is left behind does no harm, and must not hide what was found.
      await issuer.tidyUp();
    }
  } catch (error) {
    const problem = stripeProblem(error) ?? (error instanceof TestModeRefusal ? error.message : null);
    if (problem === null) throw error;
    return warning('authorization', problem, WHY, 'mend this, or leave the check out with --no-authorization');
  }
}

async function authorizeOnce(issuer: TestModeIssuer, program: CardProgram, nowMs: number): Promise<StripeRecord> {
  const { holder, card, purchase } = examination(program, nowMs);
  await issuer.addCardholder(holder);
  await issuer.addCard(card);
  const { authorizationId, isApproved } = await issuer.authorize(purchase);
  const record = await issuer.record(authorizationId);
  if (isApproved) await issuer.reverse(authorizationId, null);
  return record;
}

function judge(record: StripeRecord): Finding {
  const comparison = compare(record);
  const { words, advice } = COMPARISONS[comparison];
  const said = record.reasonMessage === null ? '' : `: ${record.reasonMessage}`;
  const found = `${words} (${record.reason})${said}`;
  if (comparison === 'agreed') {
    return ok('authorization', `our reply was accepted: ${record.ours?.outcome ?? ''} (${record.reason})`);
  }
  const isFault = comparison === 'timed_out' || comparison === 'webhook_error' || comparison === 'disagreed';
  return (isFault ? fault : warning)('authorization', found, WHY, advice ?? '');
}
