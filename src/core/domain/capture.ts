/**
 * What a transaction is to its authorization. Of captures: `normal` took what was held, `partial` less, `over` more;
 * `late` came after the hold had run out or was given back; the forced ones came without an approval: with no
 * authorization at all, or though it was declined; `unmatched` names an authorization that nothing is known of yet.
 */
export const TRANSACTION_KINDS = [
  'normal',
  'partial',
  'over',
  'late',
  'forced_without_authorization',
  'forced_after_decline',
  'unmatched',
  'refund',
] as const;
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];

/** The captures that nobody approved. */
export const FORCED_KINDS: readonly TransactionKind[] = ['forced_without_authorization', 'forced_after_decline'];

/**
 * Why a hold changed though nothing was captured or asked: `reversed` whole or `reversed_in_part` by the merchant,
 * `expired`, the rest let go of after a capture (`closed`), or `raised` to what an estimate came to.
 */
export type HoldCause = 'reversed' | 'reversed_in_part' | 'expired' | 'closed' | 'raised';

/** Such a change. The amount is how much less is held, or more where it was raised; never below zero. */
export interface HoldChange {
  readonly cause: HoldCause;
  readonly amountMinor: number;
  readonly atMs: number;
}

/** What is known of an authorization, as far as captures are held against it. */
export interface CapturedAuthorization {
  /** Stripe's, e.g. `pending`, `expired`. */
  readonly status: string | null;
  /** Null: it is not known. */
  readonly isApproved: boolean | null;
  /** What Stripe or we said yes to, each with when. */
  readonly approvals: readonly { readonly amountMinor: number; readonly atMs: number }[];
  readonly changes: readonly HoldChange[];
}

/** One capture; the amount is what was taken, above zero. */
export interface Capture {
  readonly id: string;
  readonly amountMinor: number;
  readonly atMs: number;
}

const ENDINGS: ReadonlySet<string> = new Set<HoldCause>(['reversed', 'expired', 'closed']);
const ENDED: ReadonlySet<string | null> = new Set(['reversed', 'expired']);

/**
 * The kind of each capture of one authorization, by its id: each is held against what was approved until then, less
 * what was given back and captured before. It depends on what is known alone, not on the order in which it came.
 */
export function captureKinds(
  authorization: CapturedAuthorization | null,
  captures: readonly Capture[],
): ReadonlyMap<string, TransactionKind> {
  const alike = likeAll(authorization);
  if (alike !== null) return new Map(captures.map(({ id }) => [id, alike]));
  const kinds = new Map<string, TransactionKind>();
  let heldMinor = 0;
  let hasEnded = false;
  for (const { change, capture } of inOrder(authorization, captures)) {
    if (capture === null) {
      hasEnded ||= change.hasEnded;
      heldMinor = Math.max(0, heldMinor + change.byMinor);
    } else {
      kinds.set(capture.id, hasEnded ? 'late' : sizeOf(capture.amountMinor, heldMinor));
      heldMinor = Math.max(0, heldMinor - capture.amountMinor);
    }
  }
  return kinds;
}

/** What all captures are alike, whatever their amounts; null where these matter. */
function likeAll(authorization: CapturedAuthorization | null): TransactionKind | null {
  if (authorization === null) return 'unmatched';
  const { status, isApproved, approvals } = authorization;
  if (approvals.length === 0) return isApproved === true ? 'normal' : 'forced_after_decline';
  // Stripe closes what is captured: where it stands as ended, the capture came after that.
  return ENDED.has(status) ? 'late' : null;
}

function sizeOf(amountMinor: number, heldMinor: number): TransactionKind {
  return amountMinor > heldMinor ? 'over' : amountMinor < heldMinor ? 'partial' : 'normal';
}

interface Step {
  readonly atMs: number;
  /** Of one second: what was approved, then what changed by itself, then captures. */
  readonly rank: number;
  readonly change: { readonly byMinor: number; readonly hasEnded: boolean };
  readonly capture: Capture | null;
}

const NO_CHANGE = { byMinor: 0, hasEnded: false };

function inOrder(authorization: CapturedAuthorization | null, captures: readonly Capture[]): readonly Step[] {
  const { approvals = [], changes = [] } = authorization ?? {};
  const steps: Step[] = [
    ...approvals.map(({ atMs, amountMinor }) => {
      return { atMs, rank: 0, change: { byMinor: amountMinor, hasEnded: false }, capture: null };
    }),
    ...changes.map(({ atMs, cause, amountMinor }) => {
      const byMinor = cause === 'raised' ? amountMinor : -amountMinor;
      return { atMs, rank: 1, change: { byMinor, hasEnded: ENDINGS.has(cause) }, capture: null };
    }),
    ...captures.map((capture) => ({ atMs: capture.atMs, rank: 2, change: NO_CHANGE, capture })),
  ];
  // Stripe's times are whole seconds; ids only make it the same each time.
  return steps.sort(
    (a, b) => a.atMs - b.atMs || a.rank - b.rank || ((a.capture?.id ?? '') < (b.capture?.id ?? '') ? -1 : 1),
  );
}

/** A transaction as an event of Stripe's tells of it. The amount is signed as Stripe's: captures are below zero. */
export interface ToldTransaction {
  readonly id: string;
  readonly authorization: string | null;
  readonly card: string | null;
  readonly cardholder: string | null;
  readonly type: 'capture' | 'refund';
  readonly amountMinor: number;
  readonly currency: string;
  readonly dispute: string | null;
  readonly createdMs: number;
  readonly knownMs: number;
}
