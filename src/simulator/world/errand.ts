import type { Truth } from './books.ts';
import type { Shop } from './catalogue.ts';
import type { Holder } from './holders.ts';
import type { Answer, CardDetails, Purchase } from './issuer.ts';
import type { Means } from './means.ts';
import type { Random } from './random.ts';

/** Why and when a cardholder will dispute a purchase. */
export interface Grievance {
  readonly reason: 'fraudulent' | 'not_received' | 'canceled';
  readonly atMs: number;
}

/** What somebody means to buy. */
export interface Errand extends Truth {
  /** For this purchase alone, and for all that follows from it. */
  readonly random: Random;
  readonly atMs: number;
  readonly holder: Holder;
  readonly card: CardDetails;
  readonly shop: Shop;
  readonly means: Means;
  /** What the merchant asks for, in minor units of its currency; 0 verifies the card. */
  readonly askedMinor: number;
  /** What it will take in the end: more with a tip, or what came out of the fuel pump. */
  readonly owedMinor: number;
  /** In minor units of the card's currency. */
  readonly cashbackMinor: number;
  readonly isAmountControllable: boolean;
  /** Why and when the cardholder will dispute it, where an attack knows better than the usual chance. */
  grievance?(): Grievance | null;
  /** How often it was tried again after a YES; never, where unsaid. */
  readonly tries?: number;
  /** How often the card was used in the quarter of an hour before, as whoever planned this knows; none where unsaid. */
  readonly hurry?: number;
}

/** A purchase and its answer. */
export interface Bought {
  readonly errand: Errand;
  readonly purchase: Purchase;
  readonly answer: Answer;
}
