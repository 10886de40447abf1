import type { MadeLink } from '../../../sdk/index.ts';
import { type Terminal, write } from '../command.ts';
import { minute } from '../remote/words.ts';

/** The link alone on standard output, what there is to say of it on standard error. */
export async function tellLink({ url, expires_at: expires }: MadeLink, terminal: Terminal): Promise<void> {
  await write(terminal.stdout, `${url}\n`);
  await write(terminal.stderr, `It is good once, until ${minute(expires)} UTC, and shown this once.\n`);
}
