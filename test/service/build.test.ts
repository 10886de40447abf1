import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { machineEnvironment } from '../../scripts/image/run.ts';
import { temporaryFolder } from '../support/folder.ts';
import { serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const env = machineEnvironment();

/** The package as somebody gets it who has never seen the checkout. */
function installElsewhere(): string {
  execFileSync('node', ['scripts/build.ts'], { stdio: 'pipe' });
  const folder = temporaryFolder();
  const packed = execFileSync('npm', ['pack', './dist', '--silent', '--pack-destination', folder], {
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const how = ['--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...how, join(folder, packed.trim())], { cwd: folder, env, stdio: 'pipe' });
  return folder;
}

test('the package, packed and installed elsewhere, is plain JavaScript that checks, decides and serves', async () => {
  const folder = installElsewhere();
  const run = (...words: string[]) =>
    execFileSync('npx', ['--no-install', 'countersign', ...words], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  expect(run('--version')).toBe(`${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`);
  expect(run('--help')).toContain('usage: countersign COMMAND');
  const policies = 'node_modules/countersign/policies';
  expect(run('check', policies)).toContain('0 errors');
  expect(run('decide', 'node_modules/countersign/examples/ask.json', '--policies', policies)).toContain('DECLINE');
  for (const name of ['node', 'typescript', 'vitest']) {
    expect(existsSync(join(folder, 'node_modules', name)), name).toBe(false);
  }

  const entry = join(folder, 'node_modules/countersign/main.js');
  const plain = { NODE_OPTIONS: '--no-strip-types', POLICIES: join(folder, policies) };
  const serving = await serve(temporaryFolder(), plain, [], entry);
  const answer = await serving.ask(freshAsk(1, 99, Date.now()));
  expect(JSON.parse(answer?.text ?? '')).toMatchObject({ approved: false });
  await until(async () => ((await serving.ready()).database as { state: string }).state === 'open', 60_000);
  expect(await serving.stop()).toBe(0);
}, 180_000);
