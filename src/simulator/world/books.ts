import type { Money } from '../../core/domain/money.ts';
import type { Answer, Purchase } from './issuer.ts';

/** The names of what goes wrong in the world, as `--scenario` takes them. */
export const ATTACKS = [
  'card-testing',
  'stolen-card',
  'account-takeover',
  'counterfeit',
  'collusion',
  'friendly-fraud',
] as const;
export type Attack = (typeof ATTACKS)[number];

/** The truth about one purchase, which no issuer sees. */
export interface Truth {
  /** What it was part of: an attack, or e.g. `everyday`, `travel`, `subscription`, `hotel`, `fuel`, `verification`. */
  readonly scenario: Attack | (string & {});
  /** Done without the cardholder's consent. Friendly fraud is none, though it is disputed as one. */
  readonly isFraud: boolean;
  /** Tried again after a YES to the question about it. */
  readonly isAfterYes?: boolean;
}

/** One purchase and how it was answered. */
export interface PurchaseEntry extends Truth {
  readonly atMs: number;
  readonly purchase: Purchase;
  readonly amountUsd: Money;
  readonly answer: Answer;
}

/** An attack as it begins, for those who watch. */
export interface AttackBegun {
  readonly attack: Attack;
  readonly atMs: number;
  /** For people, in one clause, e.g. `40 stolen card numbers are tried at Fern & Quill Books`. */
  readonly what: string;
}

/** A login at the card program's own site, which the program may report to us as a tracked event. */
export interface Login {
  readonly id: string;
  readonly atMs: number;
  readonly userId: string;
  readonly email: string;
  readonly ip: string;
  readonly device: string;
  readonly isSuccessful: boolean;
}

/** Who has a telephone in hand: a cardholder, or a thief who had it written into the cardholder's account. */
export type Answerer = 'holder' | 'thief';

/** A text that somebody sent in answer to a question about a purchase. */
export interface TextSent {
  readonly atMs: number;
  readonly phone: string;
  readonly body: string;
  /** What the writer means by it, however it is put. */
  readonly means: 'yes' | 'no' | 'stop' | 'start';
  readonly by: Answerer;
  /** The purchase in question, and whether it was fraud. */
  readonly authorizationId: string;
  readonly isFraud: boolean;
}

/** A cardholder's telephone number is another one now. */
export interface PhoneChanged {
  readonly atMs: number;
  readonly cardholderId: string;
  readonly phone: string;
  readonly by: Answerer;
}

/** Where the world writes down what it really does. */
export interface Books {
  purchased(entry: PurchaseEntry): void;
  attackBegan(attack: AttackBegun): void;
  loggedIn(login: Login): void;
  /** The cardholder noticed, and disputes; `isFraudClaimed` says that it is disputed as fraudulent. */
  disputed(authorizationId: string, atMs: number, isFraudClaimed: boolean): void;
  texted(sent: TextSent): void;
  phoneChanged(change: PhoneChanged): void;
}
