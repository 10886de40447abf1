import type { Keyword } from './keywords.ts';

/** Who wants no texts from whom. A sender is a number, or a messaging service with all of its numbers. */
export interface OptOuts {
  has(phone: string, sender: string): boolean;
  /** Does what a keyword to this number means; the result says whether Twilio answers it. */
  heed(phone: string, sender: string, keyword: Keyword | null): boolean;
}

/** Nobody has opted out yet. `services` names the numbers of each messaging service. */
export function createOptOuts(services: Readonly<Record<string, readonly string[]>>): OptOuts {
  const pairs = new Set<string>();

  function pair(phone: string, sender: string): string {
    const service = Object.entries(services).find(([, numbers]) => numbers.includes(sender))?.[0];
    return `${phone} ${service ?? sender}`;
  }

  return {
    has: (phone, sender) => pairs.has(pair(phone, sender)),
    heed(phone, sender, keyword) {
      const key = pair(phone, sender);
      const isOut = pairs.has(key);
      if (keyword === 'STOP') pairs.add(key);
      if (keyword === 'START') pairs.delete(key);
      // Who gets texts anyhow is not told so at each YES; who gets none is told nothing but that this ends.
      return keyword === 'START' ? isOut : keyword !== null && !isOut;
    },
  };
}
