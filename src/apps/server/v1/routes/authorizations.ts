import type { z } from 'zod';
import { findDecisionsByAuthorization } from '../../../../adapters/store/database/answers.ts';
import { type AskRow, findAsks } from '../../../../adapters/store/database/asks.ts';
import { type AuthorizationRow, findAuthorization } from '../../../../adapters/store/database/authorizations.ts';
import { bookOf } from '../../../../adapters/store/database/books.ts';
import { reviewsOf } from '../../../../adapters/store/database/review-decisions.ts';
import type { Review } from '../../../../adapters/store/database/reviews.ts';
import { fieldsOf, integer, text } from '../../../../adapters/stripe/fields.ts';
import type { Scope } from '../../../../core/domain/scope.ts';
import { authorization } from '../../../../sdk/schema/authorizations.ts';
import type { ask } from '../../../../sdk/schema/outcomes.ts';
import { Problem } from '../problem.ts';
import { route } from '../route.ts';
import { sayTime, sayTimeOrNull } from '../say.ts';
import { sayBook } from '../say-book.ts';
import { sayConfirmation, sayDecisions } from '../say-decision.ts';
import { readLabelled } from '../say-label.ts';

/** Authorizations: what Stripe told of them, and all that was decided about them. */
export const AUTHORIZATION_ROUTES = [
  route({
    id: 'authorizations.get',
    method: 'get',
    path: '/authorizations/:id',
    wants: 'read',
    reach: 'scope',
    summary: 'All that is known of an authorization: asks, what we said, how they ended, money, labels, reviews.',
    answer: authorization,
    async handle({ pool }, { param, scope }) {
      const id = param('id');
      const [row, asks, decisions, book, labelled, reviews] = await Promise.all([
        findAuthorization(pool, scope, id),
        findAsks(pool, { livemode: scope.livemode, account: scope.account ?? '', id }),
        findDecisionsByAuthorization(pool, scope, id),
        bookOf(pool, scope, id),
        readLabelled(pool, scope, id),
        reviewsOf(pool, { scope, authorizationId: id }),
      ]);
      if (!row && !book && asks.length === 0 && decisions.length === 0) {
        throw new Problem('not_found', `nothing is known of an authorization ${id}`);
      }
      return {
        ...sayAuthorization(id, scope, row),
        asks: asks.map(sayAsk),
        decisions: await sayDecisions(pool, decisions),
        money: book && { ...sayBook(book), transactions: book.transactions },
        labelled,
        reviews: reviews.map(sayReviewBriefly),
      };
    },
  }),
];

function sayAuthorization(id: string, { livemode, account }: Scope, row: AuthorizationRow | null) {
  const fields = row?.fields ?? {};
  return {
    ...{ id, livemode, account, known: row !== null },
    known_at: sayTimeOrNull(row?.knownAtMs ?? null),
    created_at: sayTimeOrNull(row?.createdAtMs ?? null),
    status: row?.status ?? null,
    approved: row?.approved ?? null,
    amount_minor: integer(fields.amount),
    currency: row?.currency ?? null,
    card: row?.card ?? null,
    cardholder: row?.cardholder ?? null,
    merchant: row?.merchant ?? null,
    merchant_name: text(fieldsOf(fields.merchant_data).name),
  };
}

function sayAsk(row: AskRow): z.input<typeof ask> {
  const { place, atMs, amountMinor, currency, portfolio, decisionId, outcome, firstReason, confirmation } = row;
  return {
    ...{ place, at: sayTime(atMs), amount_minor: amountMinor, currency, portfolio },
    ...{ decision: decisionId, outcome, reason: firstReason },
    confirmation: confirmation && sayConfirmation(confirmation),
  };
}

function sayReviewBriefly({ id, kind, rules, cause, openedAtMs, verdict, closedAtMs }: Review) {
  return {
    ...{ id, kind, status: closedAtMs === null ? ('open' as const) : ('closed' as const), rules: [...rules], cause },
    ...{ opened_at: sayTime(openedAtMs), verdict, closed_at: sayTimeOrNull(closedAtMs) },
  };
}
