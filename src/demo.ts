import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PortUnavailable } from './adapters/http/listen.ts';
import { askingPolicies } from './apps/cli/demo/asking-policies.ts';
import type { DemoSecrets, DemoStage } from './apps/cli/demo/perform.ts';
import type { DemoWish } from './apps/cli/demo.ts';
import { type Config, demoDataDir, demoEnvironment, readConfig } from './config.ts';
import { type Service, startService, type Watch } from './service.ts';

/** The environment can't be used. */
export class SettingsUnusable extends Error {
  override readonly name = 'SettingsUnusable';
}

/**
 * The service as the demo shows it: for secrets made just now, with a data folder of its own and its log in there.
 * `wish.policies` is a folder that was asked for, `shippedPolicies` the one for where there is no other.
 */
export function demoStage(
  environment: NodeJS.ProcessEnv,
  { policies, challenge }: Pick<DemoWish, 'policies' | 'challenge'>,
  shippedPolicies: string,
): DemoStage {
  const dataDir = demoDataDir(environment);
  const found = policies ?? (environment.POLICIES || (existsSync('policies') ? 'policies' : shippedPolicies));
  return {
    dataDir,
    async open(secrets, onDecision) {
      const folder = challenge === null ? found : askingPolicies(found, join(dataDir, 'policies'), challenge);
      // Twilio is told where to call back before the service listens.
      const port = secrets.texting === null ? null : await portFor(environment.PORT);
      const config = configFor({ ...environment, POLICIES: folder }, secrets, port);
      const logFile = join(dataDir, 'demo.log');
      // Whoever names a policy wants to see that one, and nobody but this machine has business with the demo.
      const shown = { ...config, logFile, mayUseKeptPolicy: false, host: '127.0.0.1' };
      return openOnAnyPort(shown, !environment.PORT, { onDecision, signInToken: secrets.signIn });
    },
  };
}

function configFor(environment: NodeJS.ProcessEnv, secrets: DemoSecrets, port: number | null): Config {
  const texting = secrets.texting && { ...secrets.texting, publicUrl: `http://127.0.0.1:${port}` };
  const wanted = port === null ? environment : { ...environment, PORT: String(port) };
  const reading = readConfig(demoEnvironment(wanted, { ...secrets, texting }, environment.POLICIES ?? ''));
  if ('problems' in reading) throw new SettingsUnusable(reading.problems.join('\n'));
  return reading.config;
}

/** Where nobody asked for a port, a taken one is no obstacle. */
async function openOnAnyPort(config: Config, mayMove: boolean, watch: Watch): Promise<Service> {
  try {
    return await startService(config, watch);
  } catch (error) {
    if (!mayMove || !(error instanceof PortUnavailable)) throw error;
    return startService({ ...config, port: 0 }, watch);
  }
}

const DEFAULT_PORT = 4242;

/** The port that was asked for; else the usual one, or a free one where that is taken. */
async function portFor(asked: string | undefined): Promise<number> {
  if (asked) return Number(asked);
  return (await portThatIsFree(DEFAULT_PORT)) ?? (await portThatIsFree(0)) ?? DEFAULT_PORT;
}

function portThatIsFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null));
    });
  });
}
