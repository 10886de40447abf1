import type { TuneResult } from '../../../core/history/tune-result.ts';
import { EXIT, type Terminal } from '../command.ts';
import { type Outputs, tellOutputs } from '../history/outputs.ts';
import type { TuneAsked } from './asked.ts';
import { tuneCsv } from './csv.ts';
import { tunePage } from './page.ts';
import { tuneText } from './text.ts';

/**
 * Prints and writes a result. The exit code says whether all of the history was read, there was something to judge, and
 * everything was written.
 */
export async function tellTune(
  result: TuneResult,
  asked: TuneAsked,
  outputs: Outputs,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const texts = {
    text: () => tuneText(result, asked),
    json: () => `${JSON.stringify(result)}\n`,
    csv: () => tuneCsv(result),
    html: () => tunePage(result, asked),
  };
  const isWritten = await tellOutputs(texts, outputs, terminal, signal);
  const isWhole = result.history.unreadable === 0 && result.window.rows > 0;
  return isWritten && isWhole ? EXIT.done : EXIT.answerIsNo;
}
