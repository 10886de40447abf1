import type { Authorization } from '../domain/authorization.ts';
import { isCardPresent } from '../domain/card-presence.ts';
import type { ChallengePlan, ChallengeTerms } from '../domain/challenge.ts';
import type { Conceal } from '../domain/personal.ts';
import { readPhone } from './askable.ts';

/** The question that a decision means to put: one decision has one, under a name made of its own. */
export function planOf(
  decisionId: string,
  authorization: Authorization,
  terms: ChallengeTerms,
  conceal: Conceal,
): ChallengePlan {
  const { phoneNumber } = authorization.cardholder;
  const phone = phoneNumber === null ? null : readPhone(phoneNumber);
  return {
    ...terms,
    id: decisionId.replace(/^(dec_)?/, 'chl_'),
    phone: phone && conceal(phone.number),
    phoneCountry: phone?.country ?? null,
    phoneEnds: phone?.number.slice(-2) ?? null,
    isCardPresent: isCardPresent(authorization),
  };
}
