import type { TopLevelCondition } from 'json-rules-engine';

/** One rule in the languages of three engines; `id` is what it is called in all of them. */
export interface BenchRule {
  readonly id: string;
  /** As a policy has it. */
  readonly radar: string;
  readonly jsonRules: TopLevelCondition;
  readonly zen: string;
}

const RISKY_CATEGORIES = [
  'betting_casino_gambling',
  'non_fi_stored_value_card_purchase_load',
  'pawn_shops',
  'precious_stones_and_metals_watches_and_jewelry',
  'wires_money_orders',
];

/**
 * Ten rules of the kind that card programs write, over sixteen attributes, one of which may be missing. A missing value
 * is null to the other engines: greater and less are false of it for them, which here leads to the same.
 */
export const TEN_RULES: readonly BenchRule[] = [
  {
    id: 'compromised-card',
    radar: 'Block if :is_card_compromised:',
    jsonRules: { all: [is('is_card_compromised', 'equal', true)] },
    zen: 'is_card_compromised',
  },
  {
    id: 'risky-online',
    radar: 'Block if :fraud_risk_score: > 60 and not :is_card_present:',
    jsonRules: { all: [is('fraud_risk_score', 'greaterThan', 60), is('is_card_present', 'equal', false)] },
    zen: 'fraud_risk_score > 60 and not is_card_present',
  },
  {
    id: 'card-testing',
    radar: "Block if :card_testing_risk_level: in ('elevated', 'highest') and :amount_in_usd: < 5",
    jsonRules: {
      all: [is('card_testing_risk_level', 'in', ['elevated', 'highest']), is('amount_in_usd', 'lessThan', 5)],
    },
    zen: "card_testing_risk_level in ['elevated', 'highest'] and amount_in_usd < 5",
  },
  {
    id: 'undisputable-and-risky',
    radar: "Block if :fraud_disputability: = 'very_unlikely' and :fraud_risk_score: > 40",
    jsonRules: {
      all: [is('fraud_disputability', 'equal', 'very_unlikely'), is('fraud_risk_score', 'greaterThan', 40)],
    },
    zen: "fraud_disputability == 'very_unlikely' and fraud_risk_score > 40",
  },
  {
    id: 'disputed-merchant',
    radar: 'Challenge if :merchant_dispute_rate: > 0.7 and :amount_in_usd: > 100',
    jsonRules: { all: [is('merchant_dispute_rate', 'greaterThan', 0.7), is('amount_in_usd', 'greaterThan', 100)] },
    zen: 'merchant_dispute_rate > 0.7 and amount_in_usd > 100',
  },
  {
    id: 'wrong-cvc-or-expiry',
    radar:
      "Block if (:cvc_check: = 'mismatch' or :expiry_check: = 'mismatch') " +
      "and :authorization_method: in ('online', 'keyed_in')",
    jsonRules: {
      all: [
        { any: [is('cvc_check', 'equal', 'mismatch'), is('expiry_check', 'equal', 'mismatch')] },
        is('authorization_method', 'in', ['online', 'keyed_in']),
      ],
    },
    zen: "(cvc_check == 'mismatch' or expiry_check == 'mismatch') and authorization_method in ['online', 'keyed_in']",
  },
  {
    id: 'abroad',
    radar: 'Challenge if :merchant_country: != :cardholder_country: and :amount_in_usd: > 200',
    jsonRules: {
      all: [
        is('merchant_country', 'notEqual', { fact: 'cardholder_country' }),
        is('amount_in_usd', 'greaterThan', 200),
      ],
    },
    zen: 'merchant_country != cardholder_country and amount_in_usd > 200',
  },
  {
    id: 'risky-category-at-night',
    radar: `Review if :merchant_category: in (${quoted(RISKY_CATEGORIES)}) and :hour_of_day: < 6`,
    jsonRules: { all: [is('merchant_category', 'in', RISKY_CATEGORIES), is('hour_of_day', 'lessThan', 6)] },
    zen: `merchant_category in [${quoted(RISKY_CATEGORIES)}] and hour_of_day < 6`,
  },
  {
    id: 'network-doubts',
    radar: 'Review if (:network_risk_score: > 90 or is_missing(:network_risk_score:)) and :amount_in_usd: > 150',
    jsonRules: {
      all: [
        { any: [is('network_risk_score', 'greaterThan', 90), is('network_risk_score', 'equal', null)] },
        is('amount_in_usd', 'greaterThan', 150),
      ],
    },
    zen: '(network_risk_score == null or network_risk_score > 90) and amount_in_usd > 150',
  },
  {
    id: 'trusted',
    radar: "Allow if :card_type: = 'physical' and :fraud_risk_score: < 10 and :network_risk_score: < 20",
    jsonRules: {
      all: [
        is('card_type', 'equal', 'physical'),
        is('fraud_risk_score', 'lessThan', 10),
        is('network_risk_score', 'lessThan', 20),
      ],
    },
    zen: "card_type == 'physical' and fraud_risk_score < 10 and network_risk_score != null and network_risk_score < 20",
  },
];

type NestedCondition = Extract<TopLevelCondition, { all: unknown }>['all'][number];

function is(fact: string, operator: string, value: unknown): NestedCondition {
  return { fact, operator, value };
}

function quoted(values: readonly string[]): string {
  return values.map((value) => `'${value}'`).join(', ');
}
