/** How a backtest was asked for: what the result is called by, as it was typed. */
export interface Asked {
  readonly history: string;
  readonly policies: string;
  readonly against: string | null;
}
