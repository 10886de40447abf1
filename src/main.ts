#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createHasher } from './adapters/store/hasher.ts';
import { checkCommand } from './apps/cli/check.ts';
import { runCli } from './apps/cli/cli.ts';
import { EXIT, type Terminal } from './apps/cli/command.ts';
import { decideCommand } from './apps/cli/decide.ts';
import { serveCommand } from './apps/cli/serve.ts';
import { readConfig, readFileConfig } from './config.ts';

/** Runs the service until SIGINT or SIGTERM. */
async function serve({ stderr }: Terminal): Promise<number> {
  const reading = readConfig(process.env);
  if ('problems' in reading) {
    for (const problem of reading.problems) stderr.write(`${problem}\n`);
    return EXIT.answerIsNo;
  }
  const ended = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
  // Loaded only here: the commands on files start in half the time without it.
  const { startService } = await import('./service.ts');
  try {
    const service = await startService(reading.config);
    await service.close(await ended);
    return EXIT.done;
  } catch (error) {
    // What a person can mend is said in a sentence; anything else is ours, and wants its stack.
    if (!(error instanceof Error) || !MENDABLE.has(error.name)) throw error;
    stderr.write(`${error.message}\n`);
    return EXIT.answerIsNo;
  }
}

const MENDABLE: ReadonlySet<string> = new Set(['DataDirInUse', 'DataDirUnusable', 'PolicyUnusable', 'PortUnavailable']);

// A reader that has seen enough (`| head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const { policies, hashKey } = readFileConfig(process.env);
const conceal = createHasher(hashKey ?? randomBytes(16).toString('hex'));
const commands = [serveCommand(serve), decideCommand(policies, conceal), checkCommand(policies)];
process.exitCode = await runCli(process.argv.slice(2), commands, version(), process);

/** The package's version; its manifest stands beside the compiled program and above the sources. */
function version(): string {
  const manifest = new URL(import.meta.url.endsWith('.ts') ? '../package.json' : './package.json', import.meta.url);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
