import { DECISION_DAYS, EVENT_DAYS, TRAFFIC_DAYS } from './stored-fields.ts';

/** For how long the rows of a table are kept, by the time that its column says. */
export interface StoredRows {
  readonly table: string;
  readonly column: string;
  readonly days: number;
  readonly what: string;
}

/** Every table whose rows go after their days. What isn't here stands as long as what it belongs to. */
export const STORED_ROWS: readonly StoredRows[] = [
  ...rows(DECISION_DAYS, {
    decisions: ['received_at', 'decisions'],
    replies_sent: ['sent_at', 'which answers went out'],
    decision_rules: ['asked_at', 'which rules matched, of each decision'],
    asks: ['at', 'asks, with what was said and how they ended'],
    authorizations: ['known_at', 'authorizations as Stripe last told'],
    transactions: ['known_at', 'captures and refunds'],
    hold_changes: ['at', 'holds that were given back, ran out or were raised'],
    labels: ['noted_at', 'what turned out to be true'],
    label_joins: ['joined_at', 'which authorization a disputed transaction is of'],
    reviews: ['closed_at', 'reviews that are closed, with all that was said'],
    erased_ids: ['at', 'HMACs of ids that were erased'],
    erasures: ['at', 'when somebody was erased'],
    challenges: ['asked_at', 'questions to cardholders, and what became of them'],
    backtest_rows: ['asked_at', 'authorizations that the result of a backtest shows'],
    sms_replies: ['received_at', 'how replies by text message were read, never what they said'],
  }),
  ...rows(EVENT_DAYS, {
    events: ['received_at', "Stripe's events"],
    tracked_events: ['received_at', 'events of back ends'],
    shadow_differences: ['asked_at', 'what a version in shadow would have said'],
    outage_asks: ['at', 'asks that had no full answer of ours'],
    outages: ['last_at', 'stretches of time with such asks'],
    backtests: ['created_at', 'backtests, and what came of them'],
    sweep_repairs: ['found_at', 'what a sweep put right'],
    alarms: ['ended_at', 'alarms that are over'],
    processes: ['seen_at', 'gateways and workers that ran'],
  }),
  ...rows(TRAFFIC_DAYS, { traffic: ['minute', 'how many answers of each minute were what'] }),
];

function rows(days: number, tables: Readonly<Record<string, readonly [column: string, what: string]>>): StoredRows[] {
  return Object.entries(tables).map(([table, [column, what]]) => ({ table, column, days, what }));
}

/** Every table whose rows stay, and why. */
export const STAYING_ROWS: Readonly<Record<string, string>> = {
  cards: 'as long as they may be used: a card is told of by Stripe, and goes with its cardholder',
  cardholders: 'as long as Stripe has them, or until they are erased',
  list_entries: 'so that the past can be asked what was listed then',
  list_changes: 'one row: how often a list was changed',
  policy_versions: 'what was decided by',
  policy_activations: 'when which version was in force',
  policy_shadows: 'when which version was in shadow',
  rule_breaks: 'which rules were put in shadow',
  api_keys: 'who acted; their names can be erased',
  users: 'who acted; their names, logins and passwords can be erased',
  sessions: 'until they are over, after which they are cleared away within the hour',
  sign_in_links: 'until they were used or ran out, after which they are cleared away within the hour',
  sign_in_tries: 'a quarter of an hour, after which they are cleared away within the hour',
  audit: 'who did what: nothing is ever taken out, and nobody but keys and users is named',
  event_types: 'what inputs of events showed themselves to be',
  idempotency_keys: 'a day, after which requests clear them away',
  inbox: 'until what follows from a record is done',
  outbox: 'until the queue has the job',
  decision_rules_past: 'one row, until the records of before are counted',
  sweeps: "one row for each of Stripe's lists",
  allowances: 'as long as the question that they rest on',
  allowance_uses: 'as long as their allowance',
  sms_opt_outs: 'for good: whoever said STOP is never asked again, until they say START',
  challenge_channels: 'one row for each channel that was switched off',
  review_decisions: 'as long as their review',
  review_alarms: 'as long as their review',
  review_acts: 'as long as their review',
  review_follow_ups: 'as long as their review',
};
