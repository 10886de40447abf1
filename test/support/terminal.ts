import { Readable, Writable } from 'node:stream';
import { backtestCommand } from '../../src/apps/cli/backtest.ts';
import { checkCommand } from '../../src/apps/cli/check.ts';
import { runCli } from '../../src/apps/cli/cli.ts';
import { decideCommand } from '../../src/apps/cli/decide.ts';
import { demoCommand } from '../../src/apps/cli/demo.ts';
import { replayCommand } from '../../src/apps/cli/replay.ts';
import { serveCommand } from '../../src/apps/cli/serve.ts';
import { simulateCommand } from '../../src/apps/cli/simulate.ts';
import { testCommand } from '../../src/apps/cli/test.ts';
import { tuneCommand } from '../../src/apps/cli/tune.ts';
import { realClock } from './clock.ts';

function collector(): { readonly stream: Writable; text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}

/** Runs `countersign` with these words in this process. */
export async function countersign(words: readonly string[], stdin = '', signal = new AbortController().signal) {
  const [out, err] = [collector(), collector()];
  const ports = {
    conceal: (text: string) => `hmac_hidden${text.length}`,
    monotonicMs: () => performance.now(),
    interrupted: () => signal,
    remote: { url: 'http://127.0.0.1:9', apiKey: null, dataDir: '/nowhere', clock: realClock },
  };
  const commands = [
    serveCommand(async () => 0),
    decideCommand('policies', (text) => `hidden${text.length}`),
    checkCommand('policies'),
    testCommand('policies'),
    backtestCommand('policies', ports),
    tuneCommand('policies', ports),
    replayCommand('policies', ports),
    demoCommand(async () => 0),
    simulateCommand(
      () => Date.now(),
      { run: async () => 0 },
      () => signal,
    ),
  ];
  const code = await runCli(words, commands, '1.2.3', {
    stdin: Readable.from([stdin]),
    stdout: out.stream,
    stderr: err.stream,
  });
  return { code, out: out.text(), err: err.text() };
}
