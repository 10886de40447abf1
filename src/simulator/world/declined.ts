import type { Answerer } from './books.ts';
import type { Bought } from './errand.ts';
import { HOUR_MS } from './time.ts';

/** A purchase that was declined, and what was said of it since. */
export interface Declined {
  readonly bought: Bought;
  readonly phone: string;
  /** Who had that telephone in hand. */
  readonly by: Answerer;
  /** How often its holder was asked about it, and whether there will be an answer. */
  questions: number;
  isAnswered: boolean;
  /** Said YES, and waits to be told to try again. */
  isWaiting: boolean;
}

/** What telephones may be asked about. */
export interface DeclinedPurchases {
  add(bought: Bought, phone: string, by: Answerer): void;
  get(authorizationId: string): Declined | undefined;
  /** What a text is about, as its reader sees it: the purchase it names, or else the last one of that telephone. */
  readBy(phone: string, body: string): Declined | undefined;
}

const REMEMBERED_MS = 6 * HOUR_MS;
/** Senders cut the names of merchants. */
const NAME_LETTERS = 12;

/** Nothing was declined yet; what is older than some hours is forgotten. */
export function createDeclined(): DeclinedPurchases {
  /** By authorization, the oldest first. */
  const all = new Map<string, Declined>();

  function forget(beforeMs: number): void {
    for (const [id, { bought }] of all) {
      if (bought.errand.atMs >= beforeMs) return;
      all.delete(id);
    }
  }

  return {
    add(bought, phone, by) {
      forget(bought.errand.atMs - REMEMBERED_MS);
      const begun = { questions: 0, isAnswered: false, isWaiting: false };
      all.set(bought.answer.authorizationId, { bought, phone, by, ...begun });
    },
    get: (authorizationId) => all.get(authorizationId),
    readBy(to, body) {
      const own = [...all.values()].filter(({ phone }) => phone === to);
      const read = squeezed(body);
      const named = own.findLast(({ bought }) => {
        const name = squeezed(bought.purchase.merchant.name).slice(0, NAME_LETTERS);
        return name !== '' && read.includes(name);
      });
      return named ?? own.findLast(({ questions }) => questions > 0) ?? own.at(-1);
    },
  };
}

/** Letters and digits alone. */
function squeezed(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
