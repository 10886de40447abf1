import { readAccount } from '../../../adapters/sms/account.ts';
import { limits } from '../../../core/domain/limits.ts';
import { type Finding, fault, ok, skipped, warning } from './finding.ts';
import type { Subject } from './subject.ts';

const INBOUND = '/webhooks/twilio/messages';

/** Does Twilio take the account, and does it bring here what cardholders answer? Nobody is texted. */
export async function checkTwilio({ twilio, problems }: Pick<Subject, 'twilio' | 'problems'>): Promise<Finding> {
  if (twilio === null) {
    const isAtFault = problems.some((problem) => problem.includes('TWILIO_'));
    const found = 'TWILIO_ACCOUNT_SID is not set; only profiles whose challenge.channel is twilio need it';
    return skipped('twilio', isAtFault ? 'its settings can not be used: see configuration' : found);
  }
  const reading = await readAccount(twilio, limits.twilioTimeoutMs);
  const why = 'cardholders can not be asked by twilio, and what would be asked is declined';
  switch (reading.kind) {
    case 'refused':
      return fault('twilio', 'Twilio does not take the account, its token or its sender', why, COPY);
    case 'failed':
      return fault('twilio', `Twilio could not be asked (${reading.because})`, why, REACH);
    case 'works':
      return checkInbound(reading.inboundUrls, `${twilio.publicUrl}${INBOUND}`);
  }
}

const COPY =
  'copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN again from the dashboard of the account; of several tokens the ' +
  'first one must be good; TWILIO_FROM must belong to that account';
const REACH = 'check whether this machine may reach api.twilio.com (or TWILIO_API_HOST): DNS, firewall, proxy';

function checkInbound(urls: readonly (string | null)[], wanted: string): Finding {
  // What follows a # tells Twilio how to call, and not where.
  const elsewhere = urls.filter((url) => url?.split('#')[0] !== wanted);
  if (urls.length === 0) return ok('twilio', `takes the account; see to it that answers come to ${wanted}`);
  if (elsewhere.length === 0) return ok('twilio', 'takes the account, and brings answers here');
  const found = `takes the account, and brings answers to ${elsewhere[0] ?? 'nowhere'}`;
  const why = 'what cardholders answer is never heard, and every question ends unanswered';
  return warning('twilio', found, why, `set the webhook for incoming messages of the sender to ${wanted}, by POST`);
}
