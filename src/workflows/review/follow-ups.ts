import { findDecision } from '../../adapters/store/database/answers.ts';
import type { By } from '../../adapters/store/database/audit.ts';
import { addEntry } from '../../adapters/store/database/list-entries.ts';
import { enqueue } from '../../adapters/store/database/outbox.ts';
import type { SqlPool } from '../../adapters/store/database/pool.ts';
import { addFollowUp } from '../../adapters/store/database/review-follow-ups.ts';
import type { Review } from '../../adapters/store/database/reviews.ts';
import { normalizeItem } from '../../core/domain/lists.ts';
import { canList, type Listable } from '../../core/domain/review.ts';
import type { Scope } from '../../core/domain/scope.ts';
import { faultOf } from '../../core/policy/lists.ts';
import type { ListDeclaration } from '../../core/policy/policy.ts';
import { tell } from './acts.ts';

/** What shall follow from a verdict. */
export type FollowUpRequest =
  | { readonly kind: 'freeze_card' }
  | {
      readonly kind: 'list_entry';
      readonly list: string;
      readonly part: Listable;
      /** Null: for good. */
      readonly untilMs: number | null;
    };

/** What keeps a follow-up from being taken; `index` is its place among those that were asked for. */
export interface FollowUpFault {
  readonly index: number;
  readonly field: 'kind' | 'list' | 'value_of' | 'until';
  readonly message: string;
}

/** What follow-ups stand on. */
export interface FollowUpPorts {
  /** The list of this name, where a policy declares it. */
  list(name: string): ListDeclaration | undefined;
  /** Why no card of this world can be frozen; null if one can. */
  freezeFault(scope: Scope): string | null;
}

/** A follow-up that can be done. */
type Planned =
  | { readonly kind: 'freeze_card'; readonly card: string }
  | {
      readonly kind: 'list_entry';
      readonly list: string;
      readonly value: string;
      readonly part: Listable;
      readonly untilMs: number | null;
    };

/** Looks at what shall follow from a verdict on a review, and at everything that keeps it from being done. */
export async function planFollowUps(
  pool: SqlPool,
  review: Review,
  requests: readonly FollowUpRequest[],
  nowMs: number,
  ports: FollowUpPorts,
): Promise<{ readonly planned: readonly Planned[]; readonly faults: readonly FollowUpFault[] }> {
  const planned: Planned[] = [];
  const faults: FollowUpFault[] = [];
  const values = requests.length === 0 ? NO_VALUES : await valuesOf(pool, review);
  for (const [index, request] of requests.entries()) {
    const found = request.kind === 'freeze_card' ? planFreeze(review, ports) : planEntry(request, values, nowMs, ports);
    if ('message' in found) faults.push({ index, ...found });
    else planned.push(found);
  }
  return { planned, faults };
}

type Fault = Omit<FollowUpFault, 'index'>;
type Values = Readonly<Record<Listable, string | null>>;

const NO_VALUES: Values = {
  card: null,
  cardholder: null,
  merchant: null,
  merchant_category: null,
  merchant_country: null,
};

async function valuesOf(pool: SqlPool, { card, cardholder, merchant, decisionId }: Review): Promise<Values> {
  const decision = decisionId === null ? null : await findDecision(pool, decisionId);
  const { merchant_category: category, merchant_country: country } = decision?.record ?? {};
  return {
    card,
    cardholder,
    merchant,
    merchant_category: typeof category === 'string' ? category : null,
    merchant_country: typeof country === 'string' ? country : null,
  };
}

function planFreeze({ card, scope }: Review, { freezeFault }: FollowUpPorts): Planned | Fault {
  if (card === null) return { field: 'kind', message: 'there is no card to freeze: none is known of this review' };
  const message = freezeFault(scope);
  return message === null ? { kind: 'freeze_card', card } : { field: 'kind', message };
}

function planEntry(
  { list: name, part, untilMs }: Extract<FollowUpRequest, { kind: 'list_entry' }>,
  values: Values,
  nowMs: number,
  ports: FollowUpPorts,
): Planned | Fault {
  const list = ports.list(name);
  if (!list) return { field: 'list', message: `the policy declares no list ${name}` };
  if (!canList(part, list.type)) {
    return { field: 'value_of', message: `is no entry of @${name}: that is a list of type ${list.type}` };
  }
  const found = values[part];
  if (found === null) return { field: 'value_of', message: `nothing is known of it: this review has no ${part}` };
  const value = normalizeItem(list.type, found);
  const fault = faultOf(list.type, value);
  if (fault) return { field: 'value_of', message: `${value} ${fault}` };
  if (untilMs !== null && untilMs <= nowMs) return { field: 'until', message: 'is over before it begins' };
  return { kind: 'list_entry', list: name, value, part, untilMs };
}

/** Takes follow-ups, but those that the review has already: an entry is made at once, a card is frozen by a job. */
export async function takeFollowUps(
  pool: SqlPool,
  review: Review,
  planned: readonly Planned[],
  by: By,
): Promise<{ readonly hasNewEntries: boolean }> {
  let hasNewEntries = false;
  for (const followUp of planned) {
    if (followUp.kind === 'freeze_card') await askToFreeze(pool, review, followUp.card, by);
    else if (await enter(pool, review, followUp, by)) hasNewEntries = true;
  }
  return { hasNewEntries };
}

async function askToFreeze(pool: SqlPool, review: Review, card: string, by: By): Promise<void> {
  const asked = { reviewId: review.id, kind: 'freeze_card' as const, subject: card, detail: { card } };
  const id = await addFollowUp(pool, { ...asked, author: by.author, state: 'pending', askedAtMs: by.nowMs });
  if (id === null) return;
  await enqueue(pool, [{ name: 'freeze_card', key: `freeze_card_${id}`, data: { follow_up: id } }]);
  await tell(pool, 'review.freeze_card', review, by, { follow_up: id });
}

async function enter(
  pool: SqlPool,
  review: Review,
  { list, value, part, untilMs }: Extract<Planned, { kind: 'list_entry' }>,
  { author, nowMs }: By,
): Promise<boolean> {
  const until = untilMs === null ? null : new Date(untilMs).toISOString();
  const asked = { reviewId: review.id, kind: 'list_entry' as const, subject: `${list} ${part}` };
  const detail = { list, value_of: part, until };
  const id = await addFollowUp(pool, { ...asked, detail, author, state: 'done', askedAtMs: nowMs });
  if (id === null) return false;
  const entry = { scope: review.scope, list, value, note: `review ${review.id}`, author };
  const added = await addEntry(pool, { ...entry, knownFromMs: nowMs, knownUntilMs: untilMs });
  // As it is told of any entry: by the list, without the value.
  const told = { id: list, scope: review.scope };
  await tell(pool, 'list.add', told, { author, nowMs }, { entry: added.entry.id, review: review.id });
  return true;
}
