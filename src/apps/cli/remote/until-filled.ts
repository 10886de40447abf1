import { limits } from '../../../core/domain/limits.ts';
import { CountersignError } from '../../../sdk/index.ts';
import { type Terminal, write } from '../command.ts';
import type { Service } from './connect.ts';
import { fillingLine } from './filling-line.ts';

/**
 * Sends until the features of the version are filled from history, and shows how far that is. Rejects with what else
 * the service says.
 */
export async function untilFilled<Answer>(
  { clock }: Service,
  { stderr }: Terminal,
  send: () => Promise<Answer>,
): Promise<Answer> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      const answer = await send();
      if (!isFirst) await write(stderr, `\r${fillingLine(1, null)}\n`);
      return answer;
    } catch (error) {
      const filling = error instanceof CountersignError && error.code === 'filling' ? error.problem?.filling : null;
      if (!filling) throw error;
      await write(stderr, `\r${fillingLine(filling.share, filling.events)}`);
      await new Promise<void>((resolve) => clock.after(limits.cliLivePollMs, resolve));
    }
  }
}
