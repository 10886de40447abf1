import type { Scope } from '../../../core/domain/scope.ts';
import type { SqlPool } from './pool.ts';

/** Everything by which a cardholder is known here: ids of theirs, and texts that somebody named besides. */
export interface Person {
  readonly scope: Scope;
  readonly cardholder: string;
  readonly cards: readonly string[];
  readonly authorizations: readonly string[];
  readonly transactions: readonly string[];
  /** Of disputes, decisions, questions, allowances, reviews, events: what belongs to the person and to nobody else. */
  readonly others: readonly string[];
  /** HMACs of what is personal, and whatever else was said to be theirs. */
  readonly texts: readonly string[];
}

/** All of it: what stands in any place belongs to this person. */
export function idsOf({ cardholder, cards, authorizations, transactions, others, texts }: Person): readonly string[] {
  return [cardholder, ...cards, ...authorizations, ...transactions, ...others, ...texts];
}

const EVENT_TYPES = `type in ('issuing_authorization.created', 'issuing_authorization.updated',
  'issuing_transaction.created', 'issuing_transaction.updated', 'issuing_card.created', 'issuing_card.updated',
  'issuing_token.created', 'issuing_token.updated')`;
const ABOUT = '(authorization_id = any($3) or card = any($5) or cardholder = $6)';
const DISPUTES = `type like 'issuing_dispute.%'`;

/** Whatever is known of a cardholder; `texts` are what else was said to be theirs, in clear and as HMACs. */
export async function findPerson(
  pool: SqlPool,
  scope: Scope,
  cardholder: string,
  texts: readonly string[],
): Promise<Person> {
  const world = [scope.livemode, scope.account ?? ''];
  const find = async (sql: string, ...values: readonly unknown[]) => {
    const { rows } = await pool.query<{ id: string | null }>(sql, [...world, ...values]);
    return rows.flatMap(({ id }) => (id === null ? [] : [id]));
  };
  const here = 'livemode = $1 and account = $2';
  const cards = await find(
    `select record->>'card' as id from decisions where ${here} and record->>'cardholder' = $3
    union select card from authorizations where ${here} and cardholder = $3
    union select id from cards where ${here} and cardholder = $3
    union select coalesce(record->'fields'->>'card', object_id) from events where ${here} and ${EVENT_TYPES}
      and record->'fields'->>'cardholder' = $3 and (type like 'issuing_card.%' or record->'fields' ? 'card')`,
    cardholder,
  );
  const authorizations = await find(
    `select authorization_id as id from decisions where ${here}
      and (record->>'cardholder' = $3 or record->>'card' = any($4))
    union select id from authorizations where ${here} and (cardholder = $3 or card = any($4))
    union select object_id from events where ${here} and ${EVENT_TYPES} and type like 'issuing_authorization.%'
      and (record->'fields'->>'cardholder' = $3 or record->'fields'->>'card' = any($4))`,
    cardholder,
    cards,
  );
  const transactions = await find(
    `select object_id as id from events where ${here} and ${EVENT_TYPES} and type like 'issuing_transaction.%'
      and (record->'fields'->>'cardholder' = $3 or record->'fields'->>'card' = any($4)
        or record->'fields'->>'authorization' = any($5))
    union select id from transactions where ${here}
      and (cardholder = $3 or card = any($4) or authorization_id = any($5))
    union select transaction_id from label_joins where ${here} and authorization_id = any($5)`,
    cardholder,
    cards,
    authorizations,
  );
  const others = await find(
    `select id from decisions where ${here} and authorization_id = any($3)
    union select event_id from decisions where ${here} and authorization_id = any($3)
    union select object_id from events where ${here} and ${DISPUTES} and record->'fields'->>'transaction' = any($4)
    union select ref from labels where ${here} and source = 'dispute' and transaction_id = any($4)
    union select object_id from events where ${here} and type like 'issuing_token.%'
      and record->'fields'->>'card' = any($5)
    union select id from challenges where ${here} and ${ABOUT}
    union select id from allowances where ${here} and (card = any($5) or cardholder = $6)
    union select id from reviews where ${here} and ${ABOUT}
    union select id from review_follow_ups where review_id in (select id from reviews where ${here} and ${ABOUT})`,
    authorizations,
    transactions,
    cards,
    cardholder,
  );
  return { scope, cardholder, cards, authorizations, transactions, others, texts };
}
