import { resolve } from 'node:path';
import { type Arguments, type Terminal, UsageError, write } from '../command.ts';
import { requireWritable, whyNotWritten, writeWholeFile } from '../whole-file.ts';

type Form = 'text' | 'json' | 'csv' | 'html';

/** Where a result goes: one form of it to standard output, others into files. */
export interface Outputs {
  readonly printed: Form;
  readonly files: readonly { readonly form: 'csv' | 'html'; readonly path: string }[];
}

/** Reads where the result goes. Throws UsageError where standard output would hold two of them. */
export function outputsOf(values: Arguments['values'], inputs: readonly string[]): Outputs {
  const printed: Form[] = values.json ? ['json'] : [];
  const files: { form: 'csv' | 'html'; path: string }[] = [];
  for (const form of ['csv', 'html'] as const) {
    const path = values[form];
    if (typeof path !== 'string') continue;
    if (path === '-') printed.push(form);
    else files.push({ form, path });
  }
  const [first = 'text', second] = printed;
  if (second !== undefined) {
    throw new UsageError(`--${first} and --${second} both print: give --${second} a FILE`);
  }
  for (const { form, path } of files) {
    requireWritable(path, `--${form}`);
    const isInput = inputs.some((input) => input !== '-' && resolve(input) === resolve(path));
    if (isInput) throw new UsageError(`--${form} is the file that is read`);
  }
  if (new Set(files.map(({ path }) => resolve(path))).size < files.length) {
    throw new UsageError('--csv and --html are the same file');
  }
  return { printed: first, files };
}

/** Prints and writes a result in the forms that are wanted; whether every file was written. */
export async function tellOutputs(
  texts: Readonly<Record<Form, () => string>>,
  { printed, files }: Outputs,
  { stdout, stderr }: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  await write(stdout, texts[printed]());
  let isWritten = true;
  for (const { form, path } of files) {
    const written = await writeWholeFile(path, signal, (out) => write(out, texts[form]()));
    if (written.kind !== 'written') isWritten = false;
    stderr.write(`${written.kind === 'written' ? `wrote ${path}` : whyNotWritten(path, written)}\n`);
  }
  return isWritten;
}
