import { limits } from '../../../core/domain/limits.ts';
import type { Published } from '../../../sdk/index.ts';
import { EXIT, type Terminal, write } from '../command.ts';
import { CalmError } from './calm-error.ts';
import type { Service } from './connect.ts';
import { harmlessLines, minute } from './words.ts';
import { writeJson } from './write-json.ts';

/**
 * Tells what came of making a version live: what it changes against `before`, and that it is live, which is waited for;
 * or whom it waits for. Gives the exit code. Throws CalmError where the service goes on deciding by another.
 */
export async function tellPublished(
  published: Published,
  before: string,
  isJson: boolean,
  service: Service,
  terminal: Terminal,
): Promise<number> {
  const diff =
    published.version === before ? null : await service.client.policy.diff({ from: before, to: published.version });
  if (!isJson && diff) await write(terminal.stdout, `${harmlessLines(diff.text)}\n`);
  if (published.activation) await untilLive(published.activation.seq, service, terminal);
  if (isJson) await writeJson(terminal, { ...published, diff });
  else await write(terminal.stdout, closing(published, before));
  return EXIT.done;
}

function closing({ state, version, activation, message }: Published, before: string): string {
  if (state === 'waiting') {
    return (
      `${version} is stored and waits for another pair of eyes. ` +
      'Somebody other than its author who may approve makes it live:\n' +
      `  countersign activate ${version}\n`
    );
  }
  if (state === 'unchanged' || !activation) return harmlessLines(message);
  const end = activation.expires_at;
  if (end === null) return `${version} is live.\n`;
  const review = activation.kind === 'break_glass' ? ' A review of it is due.' : '';
  return `${version} is live until ${minute(end)} UTC; then ${before} is live again.${review}\n`;
}

/** Resolves once the service decides by this activation, or by one that came after it. */
async function untilLive(seq: number, { client, url, clock }: Service, { stderr }: Terminal): Promise<void> {
  const lastMs = clock.nowMs() + limits.cliLiveWaitMs;
  for (let looks = 0; ; looks += 1) {
    const { activation } = await client.policy.current();
    const isLive = activation !== null && activation.seq >= seq;
    if (looks > 0) await write(stderr, isLive ? '\n' : ' …');
    if (isLive) return;
    if (clock.nowMs() >= lastMs) {
      throw new CalmError(`it is activated, but ${url} goes on deciding by another version: countersign versions`);
    }
    if (looks === 0) await write(stderr, 'waiting until it is live …');
    await new Promise<void>((resolve) => clock.after(limits.cliLivePollMs, resolve));
  }
}
