import type { Holder } from './holders.ts';
import type { Issuer } from './issuer.ts';

/** Makes known to the issuer whom it doesn't know yet: the cardholder, then the cards, once. */
export type Enrol = (holder: Holder) => Promise<void>;

/** Enrols each cardholder once, however many purchases begin at one time; one that failed is tried again. */
export function createEnrolment(issuer: Issuer): Enrol {
  const enrolled = new Map<number, Promise<void>>();

  async function add({ details, cards }: Holder): Promise<void> {
    await issuer.addCardholder(details);
    for (const card of cards) await issuer.addCard(card);
  }

  return (holder) => {
    const { number } = holder.habits;
    const known = enrolled.get(number);
    if (known) return known;
    const adding = add(holder);
    enrolled.set(number, adding);
    adding.catch(() => enrolled.delete(number));
    return adding;
  };
}
