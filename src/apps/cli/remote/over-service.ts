import { CountersignError } from '../../../sdk/index.ts';
import { type Arguments, type Command, EXIT, type Terminal, write } from '../command.ts';
import { CalmError } from './calm-error.ts';
import { connect, type RemoteOptions, type Service } from './connect.ts';
import { troubleText } from './trouble.ts';
import { writeJson } from './write-json.ts';

/** What a command knows before it asks anybody. */
export interface Here {
  /** The policy folder where none is named. */
  readonly policies: string;
  readonly nowMs: number;
}

/** A command that asks a running service. */
export interface RemoteCommand extends Omit<Command, 'run'> {
  /** What it will do. Throws UsageError: what is typed wrong is said before a service is looked for. */
  prepare(given: Arguments, here: Here): Ask;
}

/** Asks the service, tells what came of it, and gives the exit code. */
export type Ask = (service: Service, terminal: Terminal) => Promise<number>;

/**
 * The command with a service to ask. What the service refuses, or that it can't be reached, is said on standard error,
 * with --json also on standard output as the problem that the API names; the exit code is then 1.
 */
export function overService(options: RemoteOptions, policies: string, { prepare, ...command }: RemoteCommand): Command {
  return {
    ...command,
    async run(given, terminal) {
      const say = (text: string) => write(terminal.stderr, `countersign ${command.name}: ${text}\n`);
      const ask = prepare(given, { policies, nowMs: options.clock.nowMs() });
      try {
        const service = await connect(options, given.values);
        return await askService(ask, service, given.values.json === true, terminal, say);
      } catch (error) {
        if (!(error instanceof CalmError)) throw error;
        await say(error.message);
        return EXIT.answerIsNo;
      }
    },
  };
}

async function askService(
  ask: Ask,
  service: Service,
  isJson: boolean,
  terminal: Terminal,
  say: (text: string) => Promise<void>,
): Promise<number> {
  try {
    return await ask(service, terminal);
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    if (isJson) await writeJson(terminal, error.problem ?? { code: error.code, detail: error.message });
    await say(troubleText(error, service));
    return EXIT.answerIsNo;
  }
}
