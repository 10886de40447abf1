/** What is kept, of what, why, and for how long. Nothing else of Stripe's objects is ever stored or logged. */
export interface StoredField {
  /** A path with dots; `*` is every item of a list. What is an object with an id at its end is kept as the id. */
  readonly field: string;
  readonly purpose: string;
  readonly days: number;
}

export const DECISION_DAYS = 730;
export const EVENT_DAYS = 400;
export const TRAFFIC_DAYS = 7;

const kept = (days: number, purpose: string, fields: string): StoredField[] =>
  fields.split(' ').map((field) => ({ field, purpose, days }));

const decision = (purpose: string, fields: string) => kept(DECISION_DAYS, purpose, fields);
const event = (purpose: string, fields: string) => kept(EVENT_DAYS, purpose, fields);

/** The fields of a decision record. `attributes` holds what its rules read; personal values are concealed. */
export const DECISION_FIELDS: readonly StoredField[] = [
  ...decision('identity', 'kind id livemode account event authorization ask'),
  ...decision('times', 'asked_at received_at decided_after_ms'),
  ...decision(
    'the answer and why',
    'outcome review reasons overridden answered_by considered attributes errors facts challenge reply',
  ),
  ...decision('to count the same again', 'counted'),
  ...decision('another decision answered this ask first', 'second_answer_to'),
  ...decision('which policy answered', 'portfolio profile policy_version'),
  ...decision('to tell a cardholder about it', 'amount_minor currency merchant merchant_name merchant_category'),
  ...decision('to tell a cardholder about it', 'merchant_country card cardholder'),
  ...decision('state of the card and its holder', 'seen'),
];

/** The fields of an event record itself. */
export const EVENT_FIELDS: readonly StoredField[] = [
  ...event('identity', 'kind id livemode account type object_id content'),
  ...event('times', 'created received_at'),
  ...event('to read the fields by', 'api_version'),
  ...event('what happened', 'fields previous'),
  ...event('state of the card and its holder', 'seen'),
];

/** What `seen` holds, of a decision and of an event; of a decision only what its ask tells that can change. */
export const SEEN_FIELDS: readonly StoredField[] = [
  ...event('state', 'card.id card.status card.type card.brand card.currency card.created'),
  ...event('compromise', 'card.warning.type card.warning.started_at'),
  ...event('state', 'cardholder.id cardholder.status cardholder.type cardholder.country cardholder.created'),
  ...event('state', 'cardholder.disabled_reason cardholder.past_due'),
  ...event('whether there is a phone, not which', 'cardholder.phone cardholder.is_phone_new'),
  ...event('to know it again: an HMAC', 'cardholder.email'),
];

/** The fields of a tracked event's record: what a back end told of, but what `admitData` leaves out. */
export const TRACKED_FIELDS: readonly StoredField[] = [
  ...event('identity', 'kind id type livemode account'),
  ...event('times', 'time received_at'),
  ...event('what happened, to count it again', 'inputs derived'),
];

/** What the review queue keeps: ids, rules and amounts, what people said, and no fields of Stripe's objects besides. */
export const REVIEW_FIELDS: readonly StoredField[] = [
  ...decision('identity', 'id livemode account kind'),
  ...decision('what it is about', 'authorization decision decisions card cardholder merchant portfolio'),
  ...decision('why it was opened, and when', 'rules cause priority opened_at'),
  ...decision('who works on it', 'assigned_to acts.*.author acts.*.act acts.*.at acts.*.note'),
  ...decision('the verdict', 'verdict closed_at closed_by'),
  ...decision('what followed', 'follow_ups.*.kind follow_ups.*.author follow_ups.*.state follow_ups.*.reason'),
  ...decision('alarms that open it', 'alarms.*.alarm alarms.*.ref alarms.*.at alarms.*.priority'),
  ...decision('asks of an outage', 'asks.*.at asks.*.authorization asks.*.card asks.*.cardholder asks.*.approved'),
  ...decision('asks of an outage', 'asks.*.amount asks.*.currency asks.*.fraud_risk_score'),
];

/** The fields of an alarm's life. Its detail names decisions, events and rules, never a person. */
export const ALARM_FIELDS: readonly StoredField[] = [
  ...event('identity', 'seq id alarm'),
  ...event('where it stood', 'process process_name folder'),
  ...event('times', 'raised_at seen_at ended_at end_reason'),
  ...event('what is wrong', 'times detail'),
  ...event('somebody stood in the detail who was erased', 'is_erased'),
  ...event('who knows of it', 'acknowledged_at acknowledged_by note'),
];

/** What `fields` and `previous` of an event record hold, by the type of Stripe's object. */
export const OBJECT_FIELDS: Readonly<Record<string, readonly StoredField[]>> = {
  'issuing.authorization': [
    ...event('what became of it', 'status approved request_history.*.approved request_history.*.reason'),
    ...event('what became of it', 'request_history.*.created request_history.*.requested_at'),
    ...event("Stripe's words about an answer that it refused", 'request_history.*.reason_message'),
    ...event('money', 'amount currency merchant_amount merchant_currency pending_request.amount'),
    ...event('money', 'request_history.*.amount request_history.*.currency transactions.*.id'),
    ...event('whose and where', 'created card cardholder merchant_data.network_id merchant_data.name'),
    ...event('whose and where', 'merchant_data.category merchant_data.country authorization_method wallet'),
    ...event('challenges', 'verified_by_fraud_challenge fraud_challenges.*.channel fraud_challenges.*.status'),
    ...event('challenges', 'fraud_challenges.*.undeliverable_reason'),
    ...event('second copy of our record', 'metadata.countersign_decision metadata.countersign_outcome'),
    ...event('second copy of our record', 'metadata.countersign_policy metadata.countersign_reason'),
  ],
  'issuing.card': [
    ...event('state', 'status type brand currency created cancellation_reason cardholder'),
    ...event('compromise and replacement', 'latest_fraud_warning.type latest_fraud_warning.started_at replaced_by'),
    ...event('compromise and replacement', 'replacement_for replacement_reason'),
  ],
  'issuing.cardholder': event(
    'state',
    'status type created requirements.disabled_reason requirements.past_due billing.address.country',
  ),
  'issuing.dispute': [
    ...event('label', 'status evidence.reason loss_reason created transaction transaction.authorization'),
    ...event('money', 'amount currency'),
  ],
  'issuing.transaction': [
    ...event('what became of it', 'type created authorization card cardholder dispute'),
    ...event('money', 'amount currency merchant_amount merchant_currency'),
  ],
  'issuing.token': event('state', 'status card created network wallet_provider'),
  'issuing.personalization_design': event('state', 'status'),
};
