import type { Books } from './books.ts';
import type { Catalogue } from './catalogue.ts';
import type { Climate } from './climate.ts';
import type { Enrol } from './enrolment.ts';
import type { Holders } from './holders.ts';
import type { Issuer } from './issuer.ts';
import type { Telephones } from './telephones.ts';

/** What everybody in the world acts in. */
export interface Scene {
  readonly seed: string;
  readonly issuer: Issuer;
  readonly books: Books;
  readonly holders: Holders;
  readonly catalogue: Catalogue;
  readonly climate: Climate;
  readonly enrol: Enrol;
  readonly telephones: Telephones;
  /** Something happens at that time; what is due at one time happens in the order in which it was said. */
  at(atMs: number, run: () => Promise<void>): void;
}
