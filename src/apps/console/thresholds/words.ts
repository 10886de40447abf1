import type { AimName } from '../../../core/history/tune-result.ts';
import type { Word } from './bounds.ts';

/** The aims by name. */
export const AIMS: Readonly<Record<AimName, string>> = {
  maximize_approval: 'Maximize approvals',
  balanced: 'Balanced',
  minimize_fraud: 'Minimize fraud',
  own: 'Own wish',
};

/** What a threshold leads to, as a slider is named. */
export const DOES: Readonly<Record<Word, string>> = { decline: 'Decline', challenge: 'Challenge', review: 'Review' };
