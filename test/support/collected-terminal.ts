import { Readable, Writable } from 'node:stream';
import type { Terminal } from '../../src/apps/cli/command.ts';

/** A terminal that remembers what was written. */
export function collectedTerminal(): { readonly terminal: Terminal; out(): string; err(): string } {
  const written = { out: '', err: '' };
  const collect = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString();
        done();
      },
    });
  const terminal = { stdin: Readable.from([]), stdout: collect('out'), stderr: collect('err') };
  return { terminal, out: () => written.out, err: () => written.err };
}
