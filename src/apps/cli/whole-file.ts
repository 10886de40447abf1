import { createWriteStream, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { UsageError } from './command.ts';

/** What became of a file that was to be written: it is there with what `fill` made, or as it was before. */
export type WholeFile<Made> =
  | { readonly kind: 'written'; readonly made: Made }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'unwritable'; readonly problem: string };

/**
 * Writes a file that appears when it is whole: one that was there before stays until then, and stays if this is
 * interrupted or fails. `fill` ends early when the signal is aborted; what it throws is thrown on.
 */
export async function writeWholeFile<Made>(
  file: string,
  signal: AbortSignal,
  fill: (out: Writable) => Promise<Made>,
): Promise<WholeFile<Made>> {
  const unfinished = `${file}.unfinished`;
  const out = createWriteStream(unfinished);
  let isFilled = false;
  try {
    const made = await Promise.race([fill(out), failureOf(out)]);
    isFilled = true;
    out.end();
    await finished(out);
    if (signal.aborted) {
      await rm(unfinished, { force: true });
      return { kind: 'interrupted' };
    }
    await rename(unfinished, file);
    return { kind: 'written', made };
  } catch (error) {
    out.destroy();
    // What can't be removed is none of ours: a folder of that name.
    await rm(unfinished, { force: true }).catch(() => undefined);
    const isOfFile = isFilled || error === out.errored;
    if (!isOfFile || !(error instanceof Error)) throw error;
    return { kind: 'unwritable', problem: error.message };
  }
}

/** What there is to say of a file that was not written. */
export function whyNotWritten(file: string, written: Exclude<WholeFile<unknown>, { kind: 'written' }>): string {
  return written.kind === 'interrupted'
    ? `interrupted: ${file} was not written`
    : `${file} can't be written: ${written.problem}`;
}

/** Rejects with what goes wrong with the stream; resolves never. */
function failureOf(stream: Writable): Promise<never> {
  return new Promise((_resolve, reject) => {
    stream.once('error', reject);
  });
}

/** Long work must not be done for a file that can't be: throws UsageError. */
export function requireWritable(file: string, option = '--out'): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${option} wants a file, and ${file} is a folder`);
  }
  const folder = dirname(resolve(file));
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`${option}: there is no folder ${folder}`);
  }
}
