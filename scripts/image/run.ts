import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { faultOf, type Instruction } from './dockerfile.ts';
import { placeOf, type Stage } from './stage.ts';

/** What npm needs of this machine to reach its registry and its cache; all else a step must not see. */
const PASSED_ON =
  /^(HOME|LANG|TMPDIR|(https?|no)_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|npm_config_(registry|cache|userconfig|cafile|https?_proxy|noproxy))$/i;

const MAX_OUTPUT_BYTES = 16 * 1_048_576;

/**
 * Performs a `RUN` in the stage's working directory. There is no other root here, so a command that names an absolute
 * path would touch this machine: that is refused. Throws ImageFault with the command's output when it fails.
 */
export async function runIn(stage: Stage, instruction: Instruction): Promise<void> {
  const command = instruction.rest;
  if (/^\[|<</.test(command)) throw faultOf(instruction, 'is known here as a line for the shell alone');
  if (/(^|[\s='":;&|(<>])[/~]|\$|\.\.|`/.test(command)) {
    throw faultOf(instruction, `may name only what is in the working directory: ${command}`);
  }
  try {
    await promisify(execFile)('sh', ['-c', command], {
      cwd: placeOf(stage, '.'),
      env: { ...machineEnvironment(), ...stage.environment },
      maxBuffer: MAX_OUTPUT_BYTES,
    });
  } catch (error) {
    const { message, stdout, stderr } = error as Error & { stdout?: string; stderr?: string };
    throw faultOf(instruction, `failed: ${message}\n${stdout ?? ''}${stderr ?? ''}`);
  }
}

/** This process's Node before all others on the path, and no tools of the checkout that a stage didn't install itself. */
export function machineEnvironment(): Record<string, string> {
  const path = (process.env.PATH ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  const passed = Object.entries(process.env).filter(
    (entry): entry is [string, string] => PASSED_ON.test(entry[0]) && entry[1] !== undefined,
  );
  return { ...Object.fromEntries(passed), PATH: [dirname(process.execPath), ...path].join(':') };
}
