import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PortUnavailable } from './adapters/http/listen.ts';
import type { DemoSecrets, DemoStage } from './apps/cli/demo/perform.ts';
import { type Config, demoDataDir, demoEnvironment, readConfig } from './config.ts';
import { type Service, startService, type Watch } from './service.ts';

/** The environment can't be used. */
export class SettingsUnusable extends Error {
  override readonly name = 'SettingsUnusable';
}

/**
 * The service as the demo shows it: for secrets made just now, with a data folder of its own and its log in there.
 * `policies` is a folder that was asked for, `shippedPolicies` the one for where there is no other.
 */
export function demoStage(environment: NodeJS.ProcessEnv, policies: string | null, shippedPolicies: string): DemoStage {
  const dataDir = demoDataDir(environment);
  const folder = policies ?? (existsSync('policies') ? 'policies' : shippedPolicies);
  return {
    dataDir,
    async open(secrets, onDecision) {
      const wanted = policies === null ? environment : { ...environment, POLICIES: policies };
      const config = configFor(wanted, secrets, folder);
      const logFile = join(dataDir, 'demo.log');
      // Whoever names a policy wants to see that one, and nobody but this machine has business with the demo.
      const shown = { ...config, logFile, mayUseKeptPolicy: false, host: '127.0.0.1' };
      return openOnAnyPort(shown, !environment.PORT, { onDecision });
    },
  };
}

function configFor(environment: NodeJS.ProcessEnv, secrets: DemoSecrets, policies: string): Config {
  const reading = readConfig(demoEnvironment(environment, secrets, policies));
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
