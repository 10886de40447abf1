/** How it was asked for: what the result is called by, as it was typed. */
export interface TuneAsked {
  readonly history: string;
  readonly policies: string;
}
