import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { alarm, serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const SOUND = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 10 } }\n',
};

describe('serve', () => {
  test.each([
    [
      'without a secret',
      { STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: '' },
      'STRIPE_AUTHORIZATION_WEBHOOK_SECRETS is not set',
    ],
    ['with a malformed secret', { STRIPE_EVENT_WEBHOOK_SECRETS: 'sk_live_x' }, 'entry 1 is not whsec_…'],
    ['with an odd port', { PORT: 'many' }, 'PORT is a number from 0 to 65535'],
    ['with an unknown place of record', { RECORD: 'memory' }, 'RECORD is journal or database'],
    ['with a short hash key', { HASH_KEY: 'short' }, 'HASH_KEY wants 16 characters'],
    ['without a policy folder', { POLICIES: 'nowhere' }, 'there is no policy folder at /'],
  ])('%s refuses to start and says what to set', async (_case, environment, message) => {
    const ended = await serve(temporaryFolder(), environment).catch(String);
    expect(ended).toContain('ended with 1:');
    expect(ended).toContain(message);
  });

  test('with an empty policy folder refuses with what it needs', async () => {
    const empty = temporaryFolder();
    await expect(serve(temporaryFolder(), { POLICIES: empty })).rejects.toThrow('a policy needs this file');
  });

  test('on a taken port says so', async () => {
    const first = await serve(temporaryFolder());
    await expect(serve(temporaryFolder(), { PORT: String(first.port) })).rejects.toThrow(
      `port ${first.port} is taken; set PORT`,
    );
  });

  test('that is told to end while it starts ends', async () => {
    const dataDir = temporaryFolder();
    const child = spawn(process.execPath, ['src/main.ts', 'serve'], {
      env: {
        PATH: process.env.PATH ?? '',
        DATA_DIR: dataDir,
        PORT: '0',
        STRIPE_AUTHORIZATION_WEBHOOK_SECRETS: 'whsec_x',
      },
      stdio: 'ignore',
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await exited;
    });
    await until(async () => existsSync(join(dataDir, 'lock')));
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  }, 60_000);

  test('whose folder broke since the last start answers by the policy that it kept, with an alarm', async () => {
    const dataDir = temporaryFolder();
    const policies = writeFiles(temporaryFolder(), SOUND);
    const before = await serve(dataDir, { POLICIES: policies });
    expect(await before.stop()).toBe(0);
    writeFiles(policies, { 'portfolios.yaml': 'portfolios: [\n' });
    const after = await serve(dataDir, { POLICIES: policies });
    expect(JSON.parse((await after.ask(freshAsk('kept', 11, Date.now())))?.text ?? '')).toMatchObject({
      approved: false,
    });
    expect((await alarm(after, 'policy_kept_in_use')).detail.faults).toContain('not valid YAML');
  }, 60_000);
});
