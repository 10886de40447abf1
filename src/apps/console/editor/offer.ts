/** What may be written at a place. */
export interface Offer {
  readonly label: string;
  /** What is written for it, where that is another text than the label. */
  readonly apply?: string;
  /** What it is, in a word or two: a type, a signature. */
  readonly detail?: string;
  /** What it means, in a line. */
  readonly info?: string;
  readonly kind: 'attribute' | 'feature' | 'list' | 'value' | 'word' | 'operator' | 'call' | 'key' | 'event';
}

/** Offers for the text from `from` to where one writes. */
export interface Offers {
  readonly from: number;
  readonly offers: readonly Offer[];
}
