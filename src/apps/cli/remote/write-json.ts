import { type Terminal, write } from '../command.ts';

/** One JSON document on a line of standard output. */
export async function writeJson({ stdout }: Pick<Terminal, 'stdout'>, value: unknown): Promise<void> {
  await write(stdout, `${JSON.stringify(value)}\n`);
}
