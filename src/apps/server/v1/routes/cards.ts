import type { z } from 'zod';
import { cardsOfCardholder, findCard, findCardholder } from '../../../../adapters/store/database/cards.ts';
import { listSweeps, type Sweep } from '../../../../adapters/store/database/sweeps.ts';
import { type CardField, type CardState, isTakenBack } from '../../../../core/domain/card-state.ts';
import { type CardholderField, type CardholderState, phoneOf } from '../../../../core/domain/cardholder-state.ts';
import { limits } from '../../../../core/domain/limits.ts';
import type { Scope } from '../../../../core/domain/scope.ts';
import { type Known, latestOf } from '../../../../core/domain/sighting.ts';
import { card, cardholder, sweep } from '../../../../sdk/schema/cards.ts';
import { pageOf } from '../../../../sdk/schema/paging.ts';
import { Problem } from '../problem.ts';
import { route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';

/** What is known of cards and cardholders. */
export const CARD_ROUTES = [
  route({
    id: 'cards.get',
    method: 'get',
    path: '/cards/:id',
    wants: 'read',
    reach: 'scope',
    summary: 'What is known of a card, since when and from whom.',
    answer: card,
    async handle({ pool }, { param, scope }) {
      const state = await findCard(pool, scope, param('id'));
      if (!state) throw nothing('card', param('id'));
      return sayCard(param('id'), scope, state);
    },
  }),
  route({
    id: 'cardholders.get',
    method: 'get',
    path: '/cardholders/:id',
    wants: 'read',
    reach: 'scope',
    summary: 'What is known of a cardholder, since when and from whom; no name, address or number.',
    answer: cardholder,
    async handle({ pool }, { param, scope }) {
      const id = param('id');
      const state = await findCardholder(pool, scope, id);
      if (!state) throw nothing('cardholder', id);
      const cards = await cardsOfCardholder(pool, scope, id, limits.maxCardholderCards);
      return {
        ...sayCardholder(id, scope, state),
        cards: cards.map((held) => ({ id: held.id, status: textOf(held.state.known, 'status') })),
      };
    },
  }),
  route({
    id: 'sweeps.list',
    method: 'get',
    path: '/sweeps',
    wants: 'read',
    reach: 'scope',
    summary: "How far the sweeps through Stripe's lists are, and what they put right.",
    answer: pageOf(sweep),
    async handle({ pool }, { scope }) {
      const sweeps = await listSweeps(pool, scope);
      return { data: sweeps.map(saySweep), next: null };
    },
  }),
];

function saySweep({ kind, scope, beganMs, completedMs, seen, added, repaired, missed, last }: Sweep) {
  const figures = { began_at: sayTime(beganMs), seen, added, repaired, missed };
  const before = last && { ...last, began_at: sayTime(last.beganMs) };
  return {
    ...{ of: kind, ...scope, ...figures, completed_at: sayTimeOrNull(completedMs) },
    last_whole: before && {
      ...{ began_at: before.began_at, seen: before.seen, added: before.added },
      ...{ repaired: before.repaired, missed: before.missed },
    },
  };
}

function nothing(kind: string, id: string): Problem {
  return new Problem('not_found', `nothing is known of a ${kind} ${id} in this mode and account`);
}

function sayCard(id: string, scope: Scope, state: CardState): z.input<typeof card> {
  const { known, warnings } = state;
  const text = (field: CardField) => textOf(known, field);
  const [type, startedAt] = [text('warning_type'), secondsOf(known, 'warning_started_at')];
  return {
    id,
    ...scope,
    cardholder: text('cardholder'),
    status: text('status'),
    type: text('type'),
    brand: text('brand'),
    currency: text('currency'),
    created_at: secondsOf(known, 'created'),
    latest_fraud_warning: type === null && startedAt === null ? null : { type, started_at: startedAt },
    fraud_warnings: warnings.map((warning) => ({
      type: warning.type,
      started_at: sayTimeOrNull(warning.startedAt === null ? null : warning.startedAt * 1000),
      first_seen_at: sayTime(warning.firstMs),
      last_seen_at: sayTime(warning.lastMs),
      taken_back: isTakenBack(state, warning),
    })),
    cancellation_reason: text('cancellation_reason'),
    replaced_by: text('replaced_by'),
    replacement_for: text('replacement_for'),
    replacement_reason: text('replacement_reason'),
    portfolio: text('portfolio'),
    ...sayKnown(known),
  };
}

function sayCardholder(id: string, scope: Scope, state: CardholderState) {
  const { known } = state;
  const text = (field: CardholderField) => textOf(known, field);
  const { hasPhone, sinceMs } = phoneOf(state);
  const pastDue = known.past_due?.[0];
  return {
    id,
    ...scope,
    status: text('status'),
    type: text('type'),
    country: text('country'),
    created_at: secondsOf(known, 'created'),
    disabled_reason: text('disabled_reason'),
    past_due: Array.isArray(pastDue) ? [...pastDue] : [],
    has_phone: hasPhone,
    phone_since: sayTimeOrNull(sinceMs),
    email: text('email'),
    ...sayKnown(known),
  };
}

function sayKnown<Name extends string>(known: Known<Name>) {
  const entries = Object.entries<readonly [unknown, number, 'ask' | 'event' | 'sweep'] | undefined>(known);
  return {
    known_at: sayTime(latestOf(known)?.atMs ?? 0),
    known: Object.fromEntries(
      entries.flatMap(([name, entry]) => (entry ? [[name, { at: sayTime(entry[1]), from: entry[2] }]] : [])),
    ),
  };
}

function textOf<Name extends string>(known: Known<Name>, field: Name): string | null {
  const value = known[field]?.[0];
  return typeof value === 'string' ? value : null;
}

function secondsOf<Name extends string>(known: Known<Name>, field: Name): string | null {
  const value = known[field]?.[0];
  return typeof value === 'number' ? sayTime(value * 1000) : null;
}
