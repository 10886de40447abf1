import type { Book } from '../../../adapters/store/database/books.ts';

/** Sums of money as the API says them. */
export function sayBook(book: Book) {
  return {
    currency: book.currency,
    asked_minor: book.askedMinor,
    approved_minor: book.approvedMinor,
    declined_minor: book.declinedMinor,
    held_minor: book.heldMinor,
    reversed_minor: book.reversedMinor,
    expired_minor: book.expiredMinor,
    raised_minor: book.raisedMinor,
    captured_minor: book.capturedMinor,
    over_captured_minor: book.overCapturedMinor,
    late_minor: book.lateMinor,
    forced_minor: book.forcedMinor,
    refunded_minor: book.refundedMinor,
  };
}
