import { z } from 'zod';
import { limits } from '../domain/limits.ts';

const text = z.string().trim().min(1).max(limits.maxChallengeTextLength);
const answers = z.array(z.string().trim().min(1).max(limits.maxChallengeAnswerLength)).min(1).max(20);

/** `texts/LANG.yaml`: what cardholders of a language are sent, and how they answer. */
export const textsSchema = z.strictObject({
  question: text.meta({ description: 'Names {amount} and {merchant}, and how to answer YES and NO.' }),
  stop: text.meta({ description: 'How to get no more: ends the first text that a phone gets. It names STOP.' }),
  verified: text.meta({ description: 'The answer to a YES.' }),
  rejected: text.meta({ description: 'The answer to a NO.' }),
  unclear: text.meta({ description: 'Asks once more where an answer was neither. It names how to answer YES and NO.' }),
  expired: text.meta({ description: 'The answer to a YES that came too late.' }),
  merchant: z
    .string()
    .trim()
    .min(1)
    .max(limits.maxChallengeMerchantLetters)
    .meta({ description: 'What a merchant is called whose name says nothing.' }),
  yes: answers.meta({ description: 'What counts as YES; the first is the one that the texts name.' }),
  no: answers.meta({ description: 'What counts as NO; the first is the one that the texts name.' }),
});
