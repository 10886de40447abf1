import type { Action } from '../domain/decision.ts';
import type { AttributeType } from './attributes/definition.ts';
import { ACTION_WORDS } from './rule-action.ts';

/** A word of the rule language, with what it means. */
export interface RuleWord {
  /** As it is written: `not`, `<=`. */
  readonly word: string;
  readonly meaning: string;
  readonly example: string;
}

/** An operator between an attribute and what it is compared with. */
export interface RuleOperator extends RuleWord {
  /** The types of attributes that may stand to its left. */
  readonly types: readonly AttributeType[];
}

const TEXTS: readonly AttributeType[] = ['string', 'id', 'enum', 'country', 'currency', 'metadata'];
const VALUES: readonly AttributeType[] = [...TEXTS, 'number'];
const NUMBERS: readonly AttributeType[] = ['number', 'metadata'];

const MEANINGS: Readonly<Record<Action, string>> = {
  allow: 'approves, over blocks and challenges that are not marked always',
  block: 'declines, unless a verification or an allow overrides it',
  challenge: 'declines, and asks the cardholder by SMS',
  review: 'approves, and asks for a review',
};

/** How a rule begins, by its action. */
export const RULE_ACTIONS: readonly (RuleWord & { readonly action: Action })[] = Object.entries(ACTION_WORDS).map(
  ([action, words]) => ({
    action: action as Action,
    word: `${words} if`,
    meaning: MEANINGS[action as Action],
    example: `${words} if :fraud_risk_score: > 75`,
  }),
);

/** What stands between an attribute and a value, another attribute or a list. */
export const RULE_OPERATORS: readonly RuleOperator[] = [
  { word: '=', types: VALUES, meaning: 'is the same', example: ":merchant_country: = 'US'" },
  { word: '!=', types: VALUES, meaning: 'is there, and is not the same', example: ":merchant_country: != 'US'" },
  { word: '<', types: NUMBERS, meaning: 'is less', example: ':amount: < 10' },
  { word: '<=', types: NUMBERS, meaning: 'is less, or the same', example: ':amount: <= 10' },
  { word: '>', types: NUMBERS, meaning: 'is more', example: ':fraud_risk_score: > 75' },
  { word: '>=', types: NUMBERS, meaning: 'is more, or the same', example: ':fraud_risk_score: >= 75' },
  {
    word: 'in',
    types: VALUES,
    meaning: 'is one of these, or on a list',
    example: ":merchant_country: in ('US', 'CA')",
  },
  { word: 'includes', types: TEXTS, meaning: 'has this text in it', example: ":merchant_name: includes 'gift'" },
  {
    word: 'like',
    types: TEXTS,
    meaning: 'is like this, where % stands for any text',
    example: ":merchant_category_code: like '54%'",
  },
];

/** What joins comparisons, and what stands around one. */
export const RULE_CONNECTIVES: readonly RuleWord[] = [
  { word: 'and', meaning: 'both hold', example: ':is_card_present: and :amount: < 10' },
  { word: 'or', meaning: 'one of them holds', example: ':amount: > 500 or :fraud_risk_score: > 50' },
  {
    word: 'not',
    meaning: 'does not hold; of what is missing it is neither true nor false',
    example: 'not :is_card_present:',
  },
  { word: 'is_missing', meaning: 'there is no value', example: 'is_missing(:fraud_risk_score:)' },
];
