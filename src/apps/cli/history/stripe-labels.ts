import { disputeOf } from '../../../adapters/stripe/dispute.ts';
import type { StripeEvent } from '../../../adapters/stripe/event.ts';
import { type Fields, fieldsOf, idOf, text } from '../../../adapters/stripe/fields.ts';
import { reportedAsksOf } from '../../../adapters/stripe/reported-asks.ts';
import { isReport } from '../../../adapters/stripe/reports.ts';
import { askEntryId } from '../../../core/decision/count-ask.ts';
import type { Authorization } from '../../../core/domain/authorization.ts';
import { inOrderOfLife, wordOfDispute } from '../../../core/domain/dispute.ts';
import type { Label } from '../../../core/domain/label.ts';
import { fraudSince, labelsOfWords } from '../../../core/domain/label-verdict.ts';
import type { HistoryRow } from '../../../core/history/row.ts';
import { stripeRow } from '../stripe-row.ts';

/** What became of an ask, as the rest of a file tells it. */
export type Became = Pick<HistoryRow, 'wasApproved' | 'disputedAtMs' | 'isFraud' | 'isRefunded'>;

/** Collects what events tell of asks, in whatever order they stand; then it is told by ask. */
export interface StripeLabels {
  take(json: unknown): void;
  /** Of an ask that stands in the file. Only after all was taken. */
  becameOf(ask: Authorization): Became;
  /** Disputes, and those of them that are about no authorization of the file; authorizations with the truth. */
  counts(asked: ReadonlySet<string>): { readonly disputes: number; readonly stray: number; readonly labelled: number };
}

type DisputeView = ReturnType<typeof disputeOf>;

/** Of one file. */
export function createStripeLabels(): StripeLabels {
  const disputes = new Map<string, DisputeView[]>();
  const authorizationOf = new Map<string, string>();
  const refunded = new Set<string>();
  const fraud = new Map<string, boolean>();
  const declined = new Set<string>();
  let hasReports = false;
  let joined: ReadonlyMap<string, number | null> | null = null;

  function takeEvent({ type, createdAtMs, object }: StripeEvent): void {
    const fields = fieldsOf(object);
    const id = text(fields.id);
    if (id === null || createdAtMs === null) return;
    if (type.startsWith('issuing_dispute.')) {
      const view = disputeOf({ created: createdAtMs / 1000, fields });
      const views = disputes.get(id);
      if (views) views.push(view);
      else disputes.set(id, [view]);
    } else if (type.startsWith('issuing_transaction.')) takeTransaction(id, fields);
    else if (isReport({ type })) takeReport(id, fields);
  }

  function takeTransaction(id: string, fields: Fields): void {
    const authorization = idOf(fields.authorization);
    if (authorization === null) return;
    authorizationOf.set(id, authorization);
    if (fields.type === 'refund') refunded.add(authorization);
  }

  function takeReport(id: string, fields: Fields): void {
    hasReports = true;
    for (const { historyLength, isApproved } of reportedAsksOf(fields)) {
      const ask = askEntryId(id, historyLength);
      if (isApproved) declined.delete(ask);
      else declined.add(ask);
    }
  }

  const aboutOf = (views: readonly DisputeView[]): string | null => {
    const told = views.find(({ authorizationId }) => authorizationId !== null)?.authorizationId ?? null;
    const transaction = views.find(({ transactionId }) => transactionId !== null)?.transactionId ?? null;
    return told ?? (transaction === null ? null : (authorizationOf.get(transaction) ?? null));
  };

  /** Since when each disputed authorization is said to be fraud; null where nobody says so. */
  function join(): ReadonlyMap<string, number | null> {
    const labels = new Map<string, Label[]>();
    for (const [ref, views] of disputes) {
      const authorization = aboutOf(views);
      if (authorization === null) continue;
      const words = inOrderOfLife(views).map(wordOfDispute);
      const said = labelsOfWords(words, { ...ABOUT_NOTHING, authorizationId: authorization, ref });
      labels.set(authorization, [...(labels.get(authorization) ?? []), ...said]);
    }
    return new Map([...labels].map(([id, said]) => [id, fraudSince(said)?.knownAtMs ?? null]));
  }

  return {
    take(json) {
      const fields = fieldsOf(json);
      if (fields.object === 'countersign.label') {
        const id = text(fields.authorization);
        if (id !== null && typeof fields.is_fraud === 'boolean') fraud.set(id, fields.is_fraud);
        return;
      }
      const row = stripeRow(json);
      if (row.kind === 'event') takeEvent(row.event);
    },
    becameOf({ id, historyLength }) {
      joined ??= join();
      const isDeclined = declined.has(askEntryId(id, historyLength));
      return {
        wasApproved: isDeclined ? false : hasReports ? true : null,
        disputedAtMs: joined.get(id) ?? null,
        isFraud: fraud.get(id) ?? null,
        isRefunded: refunded.has(id),
      };
    },
    counts(asked) {
      const about = [...disputes.values()].map(aboutOf);
      const stray = about.filter((id) => id === null || !asked.has(id)).length;
      return { disputes: disputes.size, stray, labelled: fraud.size };
    },
  };
}

const ABOUT_NOTHING = {
  scope: { livemode: false, account: null },
  transactionId: null,
  card: null,
  source: 'dispute',
  author: null,
} as const;
