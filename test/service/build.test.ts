import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { machineEnvironment } from '../../scripts/image/run.ts';
import { temporaryFolder } from '../support/folder.ts';
import { serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const env = machineEnvironment();

/** The package as somebody gets it who has never seen the checkout. */
function installElsewhere(): string {
  const folder = temporaryFolder();
  // Not into the checkout's own dist: other tests look at the console in there.
  const built = join(temporaryFolder(), 'dist');
  execFileSync('node', ['scripts/build.ts', built], { stdio: 'pipe' });
  const packed = execFileSync('npm', ['pack', built, '--silent', '--pack-destination', folder], {
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  const how = ['--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...how, join(folder, packed.trim())], { cwd: folder, env, stdio: 'pipe' });
  return folder;
}

test('the package, packed and installed elsewhere, is plain JavaScript that checks, decides and serves its console', async () => {
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
  const dataDir = temporaryFolder();
  const serving = await serve(dataDir, plain, [], entry);
  const answer = await serving.ask(freshAsk(1, 99, Date.now()));
  expect(JSON.parse(answer?.text ?? '')).toMatchObject({ approved: false });
  await expectConsole(serving.port);
  await until(async () => ((await serving.ready()).database as { state: string }).state === 'open', 60_000);
  await tryTheSdk(folder, serving.port, join(dataDir, 'admin.key'));
  expect(await serving.stop()).toBe(0);
}, 180_000);

/** The page at `/`, and the script that it names, as a browser asks for them. */
async function expectConsole(port: number): Promise<void> {
  const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { Accept: 'text/html' } });
  const [, script] = /<script type="module"[^>]* src="([^"]+)"/.exec(await page.text()) ?? [];
  expect(script).toMatch(/^\/assets\/.+\.js$/);
  const sent = await fetch(`http://127.0.0.1:${port}${script}`, { headers: { 'Accept-Encoding': 'br' } });
  expect(sent.headers.get('content-encoding')).toBe('br');
  expect(await sent.text()).not.toContain('process.env.NODE_ENV');
}

const PROGRAM = `
import { CountersignError, createClient, type Published } from 'countersign/sdk';

const client = createClient({ url: process.argv[2] ?? '', apiKey: process.argv[3] ?? '' });
const { version, from } = await client.policy.current();
const { files } = await client.policy.version(version);
const [profile] = files.filter(({ name }) => name === 'profiles/balanced.yaml');
if (profile) profile.text = profile.text.replace(/decline: 50/, 'decline: 49');
const kept = files.filter(({ name }) => !name.startsWith('cases/'));
const applied: Published = await client.policy.apply({ files: kept });
const refused = await client.policy.activate('pol_0000000000000000').catch((error: unknown) => error);
const code: string | null = refused instanceof CountersignError ? refused.code : null;
// @ts-expect-error a list entry has a value
void (() => client.lists.addEntry('blocked', {}));
console.log(JSON.stringify({ from, state: applied.state, code }));
`;

/** A program elsewhere that imports the SDK: it type-checks, runs, and a policy that it applies is live. */
async function tryTheSdk(folder: string, port: number, adminKey: string): Promise<void> {
  const key = await until(async () => existsSync(adminKey) && readFileSync(adminKey, 'utf8').trim());
  writeFileSync(join(folder, 'program.mts'), PROGRAM);
  const strict = ['--strict', '--module', 'nodenext', '--target', 'es2024', '--noEmitOnError', '--types', 'node'];
  const types = ['--typeRoots', resolve('node_modules/@types')];
  execFileSync(resolve('node_modules/.bin/tsc'), [...strict, ...types, 'program.mts'], {
    cwd: folder,
    env,
    stdio: 'pipe',
    encoding: 'utf8',
  });
  const words = ['program.mjs', `http://127.0.0.1:${port}`, key];
  const said = execFileSync(process.execPath, words, { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' });
  expect(JSON.parse(said)).toEqual({ from: 'folder', state: 'live', code: 'not_found' });
}
