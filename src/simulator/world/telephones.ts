import { type PlannedText, planAnswer } from './answers.ts';
import type { Answerer, Books } from './books.ts';
import { createDeclined, type Declined } from './declined.ts';
import type { Bought, Errand } from './errand.ts';
import type { Holder } from './holders.ts';
import { createRandom } from './random.ts';
import { DAY_MS, MINUTE_MS } from './time.ts';

/** A text as it reaches a telephone. */
export interface Text {
  readonly to: string;
  readonly body: string;
  /** The purchase that it is about, where the sender can say so; people know it by reading. */
  readonly authorizationId: string | null;
  /** Sends a text back to whoever sent this one. */
  reply(body: string): Promise<void>;
}

/** The telephones of the world, and who has them in hand. */
export interface Telephones {
  /** The number that a cardholder's account has now. */
  numberOf(holder: Holder): string | null;
  /** The account has another one from now on. */
  changed(holder: Holder, phone: string, by: Answerer, atMs: number): void;
  /** Somebody bought something, or was declined. */
  bought(bought: Bought): void;
  /** Whether a text came that asks about this purchase, and will be answered. */
  isAskedAbout(bought: Bought): boolean;
  /** A text arrives. */
  received(text: Text, atMs: number): void;
}

export interface TelephoneOptions {
  readonly seed: string;
  readonly books: Pick<Books, 'texted' | 'phoneChanged'>;
  at(atMs: number, run: () => Promise<void>): void;
  /** Buys what was declined once more. */
  again(errand: Errand, atMs: number): Promise<void>;
}

/** Asked for in the words of whoever asks: a question names both answers. */
const QUESTION = /\bYES\b[\s\S]*\bNO\b/i;
const READ_AFTER_MS = 5_000;
const READ_TRIES = 5;
const MOST_TRIES = 3;

/** Telephones that nobody has written to yet. */
export function createTelephones({ seed, books, at, again }: TelephoneOptions): Telephones {
  const numbers = new Map<number, string>();
  const thieves = new Set<string>();
  const declined = createDeclined();

  const numberOf = ({ habits, details }: Holder) => numbers.get(habits.number) ?? details.phone;
  const byOf = (phone: string): Answerer => (thieves.has(phone) ? 'thief' : 'holder');

  const subjectOf = ({ to, body, authorizationId }: Text) =>
    authorizationId === null ? declined.readBy(to, body) : declined.get(authorizationId);

  async function read(text: Text, atMs: number, tries: number): Promise<void> {
    const subject = subjectOf(text);
    if (!subject) {
      // The text may be faster than the terminal that says no.
      if (tries < READ_TRIES) later(atMs, 3 * READ_AFTER_MS, (soonMs) => read(text, soonMs, tries + 1));
    } else if (QUESTION.test(text.body)) answer(subject, text, atMs);
    else if (subject.isWaiting) tryAgain(subject, atMs + 20_000);
  }

  function answer(subject: Declined, text: Text, atMs: number): void {
    const { errand } = subject.bought;
    const plan = planAnswer(seed, errand.holder.habits.number, errand, subject.by);
    const planned = plan[subject.questions];
    subject.questions += 1;
    if (!planned) return;
    subject.isAnswered = true;
    later(atMs, planned.afterMs, async (sentMs) => {
      say(subject, planned, sentMs);
      await text.reply(planned.body);
      if (planned.means === 'stop') startAgainPerhaps(subject, text, sentMs);
      // Who says YES for somebody else has nothing to try again.
      const isOwn = !errand.isFraud || subject.by === 'thief';
      if (planned.means !== 'yes' || !isOwn) return;
      subject.isWaiting = true;
      // Nobody said that it worked: whoever answered soon tries all the same.
      if (planned.afterMs < 50 * MINUTE_MS) later(sentMs, 4 * MINUTE_MS, async (soonMs) => tryAgain(subject, soonMs));
    });
  }

  function say(
    { bought, phone, by }: Declined,
    { body, means }: Pick<PlannedText, 'body' | 'means'>,
    atMs: number,
  ): void {
    const { answer: answered, errand } = bought;
    const { authorizationId } = answered;
    books.texted({ atMs, phone, body, means, by, authorizationId, isFraud: errand.isFraud });
  }

  function startAgainPerhaps(subject: Declined, text: Text, atMs: number): void {
    const random = createRandom(seed, 'start', subject.phone, atMs);
    if (!random.chance(0.3)) return;
    later(atMs, DAY_MS * random.next(), async (soonMs) => {
      say(subject, { body: 'START', means: 'start' }, soonMs);
      await text.reply('START');
    });
  }

  function tryAgain(subject: Declined, atMs: number): void {
    if (!subject.isWaiting) return;
    subject.isWaiting = false;
    const { errand } = subject.bought;
    const { tries = 0 } = errand;
    // A merchant that charges a card it keeps has a plan of its own.
    if (errand.scenario === 'subscription' || tries >= MOST_TRIES) return;
    const random = createRandom(seed, 'again', errand.holder.habits.number, errand.atMs);
    later(atMs, random.integer(10, 60) * 1_000, (soonMs) =>
      again({ ...errand, random, isAfterYes: true, tries: tries + 1 }, soonMs),
    );
  }

  function later(fromMs: number, afterMs: number, run: (atMs: number) => Promise<void>): void {
    const atMs = fromMs + afterMs;
    at(atMs, () => run(atMs));
  }

  return {
    numberOf,
    changed(holder, phone, by, atMs) {
      numbers.set(holder.habits.number, phone);
      if (by === 'thief') thieves.add(phone);
      books.phoneChanged({ atMs, cardholderId: holder.details.id, phone, by });
    },
    bought(bought) {
      const phone = numberOf(bought.errand.holder);
      if (!bought.answer.isApproved && phone !== null) declined.add(bought, phone, byOf(phone));
    },
    isAskedAbout: ({ answer: { authorizationId } }) => declined.get(authorizationId)?.isAnswered === true,
    received(text, atMs) {
      later(atMs, READ_AFTER_MS, (soonMs) => read(text, soonMs, 0));
    },
  };
}
