import type { MadeLink } from '../../../sdk/index.ts';

/** A link that was just made, and for whom. */
export interface ToldLink {
  readonly name: string;
  readonly link: MadeLink;
}
