import { parseArgs } from 'node:util';
import { type Arguments, type Command, EXIT, type Terminal, UsageError } from './command.ts';

/** Runs `countersign` with these words; the result is the exit code. Never throws for what a person typed. */
export async function runCli(
  words: readonly string[],
  commands: readonly Command[],
  version: string,
  terminal: Terminal,
): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.stdout.write(overview(commands));
    return name === undefined ? EXIT.wrongUsage : EXIT.done;
  }
  if (name === '--version' || name === '-v') {
    terminal.stdout.write(`${version}\n`);
    return EXIT.done;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    terminal.stderr.write(`countersign: there is no command "${name}"\n\n${overview(commands)}`);
    return EXIT.wrongUsage;
  }
  try {
    const given = parse(command, rest);
    if (given === 'help') {
      terminal.stdout.write(`${command.help.trimEnd()}\n`);
      return EXIT.done;
    }
    return await command.run(given, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.stderr.write(`countersign ${name}: ${error.message}\nTry: countersign ${name} --help\n`);
    return EXIT.wrongUsage;
  }
}

function parse(command: Command, words: readonly string[]): Arguments | 'help' {
  try {
    const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
    const args = withTexts(words, command.optionalTexts ?? []);
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) return 'help';
    const [least, most] = command.positionals;
    if (positionals.length < least) throw new UsageError('a file or folder is missing');
    if (positionals.length > most) throw new UsageError(`"${positionals[most]}" is one word too many`);
    return { values: values as Arguments['values'], positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Says `-` where an option that may stand without a text does. */
function withTexts(words: readonly string[], optional: readonly string[]): string[] {
  return words.map((word, index) => {
    const next = words[index + 1];
    const isAlone = next === undefined || (next.startsWith('-') && next !== '-');
    return isAlone && optional.some((name) => word === `--${name}`) ? `${word}=-` : word;
  });
}

function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "Countersign answers Stripe Issuing's real-time authorization webhook.",
    '',
    'usage: countersign COMMAND [options]',
    '',
    ...lines,
    '',
    'countersign COMMAND --help tells more of each, with an example.',
    '',
  ].join('\n');
}
