import type { Stripe } from 'stripe';
import type { PendingRequest } from './authorization-object.ts';
import { readReply } from './reply.ts';
import type { StripeSettings } from './settings.ts';
import type { AskResult } from './transport.ts';

/** How one request for an authorization ends. */
export interface Ruling {
  readonly isApproved: boolean;
  readonly reason: Stripe.Issuing.Authorization.RequestHistory.Reason;
  /** What is wrong with the program's answer; null where one came and was taken, or nobody was asked. */
  readonly problem: string | null;
  readonly amountMinor: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly wantsChallenge: boolean;
}

/** A ruling without the program: by Stripe's own checks, or by its settings. */
export function rulingOfStripe(
  isApproved: boolean,
  reason: Ruling['reason'],
  { amount }: PendingRequest,
  problem: string | null = null,
): Ruling {
  return { isApproved, reason, problem, amountMinor: amount, metadata: {}, wantsChallenge: false };
}

/** What Stripe makes of the program's answer, or of its silence. */
export function rule(result: AskResult, request: PendingRequest, settings: StripeSettings): Ruling {
  const { switches, timeoutDefault } = settings;
  const byDefault = timeoutDefault === 'approve';
  if (result.kind !== 'replied') {
    const problem = result.kind === 'unreachable' ? result.problem : `No answer came within ${settings.timeoutMs} ms.`;
    return rulingOfStripe(byDefault, 'webhook_timeout', request, problem);
  }
  const afterFault = byDefault && switches.invalidReply === 'timeout_default';
  if (result.status !== 200) {
    const problem = `The endpoint answered with status ${result.status}; it must be 200.`;
    return rulingOfStripe(afterFault, switches.reasonOfRefusal, request, problem);
  }
  const reading = readReply(result, request, switches.replyVersions);
  if (!reading.isValid) return rulingOfStripe(afterFault, 'webhook_error', request, reading.problem);
  const { isApproved, amountMinor, metadata, wantsChallenge } = reading.reply;
  return {
    isApproved,
    reason: isApproved ? 'webhook_approved' : 'webhook_declined',
    problem: null,
    amountMinor: isApproved ? (amountMinor ?? request.amount) : request.amount,
    metadata,
    wantsChallenge,
  };
}
