import type { BacktestResult } from '../../../core/history/result.ts';
import { EXIT, type Terminal } from '../command.ts';
import { type Outputs, tellOutputs } from '../history/outputs.ts';
import type { Asked } from './asked.ts';
import { backtestCsv } from './csv.ts';
import { backtestPage } from './page/page.ts';
import { backtestText } from './text.ts';

/**
 * Prints and writes a result. The exit code says whether all of the history was read, there was something to judge, and
 * everything was written.
 */
export async function tellBacktest(
  result: BacktestResult,
  asked: Asked,
  outputs: Outputs,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const texts = {
    text: () => backtestText(result, asked),
    json: () => `${JSON.stringify(result)}\n`,
    csv: () => backtestCsv(result),
    html: () => backtestPage(result, asked),
  };
  const isWritten = await tellOutputs(texts, outputs, terminal, signal);
  const isWhole = result.history.unreadable === 0 && result.window.rows > 0;
  return isWritten && isWhole ? EXIT.done : EXIT.answerIsNo;
}
