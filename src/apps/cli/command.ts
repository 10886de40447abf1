import type { Readable, Writable } from 'node:stream';
import type { ParseArgsOptionsConfig } from 'node:util';

/** What a command may touch of the terminal. Results go to `stdout`; progress, faults and logs to `stderr`. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** Exit codes, the same for every command. */
export const EXIT = { done: 0, answerIsNo: 1, wrongUsage: 2 } as const;

/** What was given on the command line, after checking it against the command's options. */
export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/** One word after `countersign`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What `--help` prints, with an example. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  /** Options of text that may stand without one: then it is `-`. */
  readonly optionalTexts?: readonly string[];
  /** How many words it takes besides options: at least and at most. */
  readonly positionals: readonly [number, number];
  run(given: Arguments, terminal: Terminal): Promise<number>;
}

/** Thrown for wrong usage: the message goes to standard error, and the exit code is 2. */
export class UsageError extends Error {}

/** Writes and waits while the reader is slow, so that memory stays bounded. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await new Promise<void>((resolve) => stream.once('drain', resolve));
}
