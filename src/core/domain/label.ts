import type { Scope } from './scope.ts';

/** Where a label is from. */
export const LABEL_SOURCES = ['review', 'dispute', 'challenge', 'import', 'fraud_warning'] as const;
export type LabelSource = (typeof LABEL_SOURCES)[number];

/** What turned out to be true; `withdrawn` takes back what the same source said under the same reference. */
export type LabelVerdict = 'fraud' | 'legitimate' | 'withdrawn';

/** What somebody or something said was true of an authorization, from when on it was known. */
export interface Label {
  readonly scope: Scope;
  /** Null where it is not known which one it is about. */
  readonly authorizationId: string | null;
  readonly transactionId: string | null;
  readonly card: string | null;
  readonly verdict: LabelVerdict;
  readonly source: LabelSource;
  /** What it rests on, within its source: a dispute's id, a review's, a line of a file. */
  readonly ref: string;
  readonly knownAtMs: number;
  /** The id of the key whose owner said it; null for what nobody said. */
  readonly author: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}
