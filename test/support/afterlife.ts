type Json = Record<string, unknown>;

/** What becomes of approved purchases, in turn. */
export const FATES = [
  'captured',
  'reversed_in_part',
  'reversed',
  'expired',
  'over_captured',
  'partly_captured',
] as const;
export type Fate = (typeof FATES)[number];

/** Why nobody judged an ask, in turn. */
export const OUTAGES = ['webhook_timeout', 'webhook_error', 'stripe_internal_error', 'network_fallback'] as const;

const DAY = 86_400;

/** What Stripe tells of an authorization after its `.created`, in the order of happening. */
export function afterlife(created: Json, fate: Fate): Json[] {
  const { object } = created.data as { object: Json };
  const amount = Number(object.amount);
  const half = Math.floor(amount / 2);
  const seconds = Number(created.created);
  const updated = (name: string, afterSeconds: number, now: Json, previous_attributes: Json) => ({
    ...created,
    id: `${String(created.id)}_${name}`,
    type: 'issuing_authorization.updated',
    created: seconds + afterSeconds,
    data: { object: { ...object, ...now }, previous_attributes },
  });
  const moved = (name: string, afterSeconds: number, minor: number) =>
    transaction(created, name, seconds + afterSeconds, minor, String(object.id));
  const closed = { amount: 0, status: 'closed' };
  const open = { amount, status: 'pending' };
  switch (fate) {
    case 'captured':
      return [moved('capture', DAY, -amount), updated('closed', DAY, closed, { ...open, transactions: [] })];
    case 'reversed_in_part':
      return [
        updated('less', 600, { amount: amount - half }, { amount }),
        moved('capture', DAY, half - amount),
        updated('closed', DAY, closed, { amount: amount - half, status: 'pending', transactions: [] }),
        moved('refund', 3 * DAY, half),
      ];
    case 'reversed':
      return [updated('reversed', 600, { amount: 0, status: 'reversed' }, open)];
    case 'expired':
      return [
        updated('expired', 7 * DAY, { amount: 0, status: 'expired' }, open),
        moved('late', 8 * DAY, -amount),
        updated('closed', 8 * DAY, closed, { status: 'expired', transactions: [] }),
      ];
    case 'over_captured':
      return [moved('capture', DAY, -amount - 100), updated('closed', DAY, closed, { ...open, transactions: [] })];
    case 'partly_captured':
      return [
        moved('first', DAY, -half),
        updated('half', DAY, { amount: amount - half }, { amount, transactions: [] }),
        updated('rest', 2 * DAY, closed, { amount: amount - half, status: 'pending' }),
      ];
  }
}

/** A capture (below zero) or a refund; with no authorization a forced one. */
export function transaction(
  told: Json,
  name: string,
  created: number,
  amount: number,
  authorization: string | null,
): Json {
  const { object } = told.data as { object: Json };
  const { card, cardholder, currency } = object;
  const type = amount < 0 ? 'capture' : 'refund';
  return {
    ...told,
    id: `${String(told.id)}_${name}_told`,
    type: 'issuing_transaction.created',
    created,
    data: {
      object: {
        ...{ object: 'issuing.transaction', id: `ipi_${String(object.id)}_${name}`, type, amount, currency, created },
        ...{ authorization, card: (card as Json).id, cardholder, dispute: null },
      },
    },
  };
}

/** An ask and its report as an outage leaves them: declined by nobody; and the merchant's retry, which is answered. */
export function outage(ask: Json, created: Json, reason: (typeof OUTAGES)[number]): { lost: Json; retry: Json[] } {
  const { object } = created.data as { object: Json };
  const history = object.request_history as Json[];
  const lost = {
    ...object,
    ...{ approved: false, status: 'closed', metadata: {} },
    request_history: history.map((entry) => ({ ...entry, approved: false, reason })),
  };
  const again = (event: Json) => {
    const { object: told } = event.data as { object: Json };
    const later = Number(event.created) + 20;
    const request_history = (told.request_history as Json[]).map((entry) => {
      return { ...entry, created: Number(entry.created) + 20, requested_at: Number(entry.requested_at) + 20 };
    });
    const data = { object: { ...told, id: `${String(told.id)}_retry`, request_history } };
    return { ...event, id: `${String(event.id)}_retry`, created: later, data };
  };
  return { lost: { ...created, data: { object: lost } }, retry: [again(ask), again(created)] };
}
