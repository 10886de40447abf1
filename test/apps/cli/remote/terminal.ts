import { runCli } from '../../../../src/apps/cli/cli.ts';
import { remoteCommands } from '../../../../src/apps/cli/remote/commands.ts';
import type { RemoteOptions } from '../../../../src/apps/cli/remote/connect.ts';
import { realClock } from '../../../support/clock.ts';
import { collectedTerminal } from '../../../support/collected-terminal.ts';

/** Runs `countersign` with these words against a service; what is not said is as where nothing is set. */
export async function countersignAt(options: Partial<RemoteOptions>, words: readonly string[], policies = 'policies') {
  const { terminal, out, err } = collectedTerminal();
  const nothing = { url: 'http://127.0.0.1:9', apiKey: null, dataDir: '/nowhere', clock: realClock };
  const code = await runCli(words, remoteCommands({ ...nothing, ...options, policies }), '1.2.3', terminal);
  return {
    code,
    out: out(),
    err: err(),
    get json() {
      return JSON.parse(out());
    },
  };
}
