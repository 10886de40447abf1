import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

test('what is built is plain JavaScript that checks, decides and serves, threads and all', async () => {
  execFileSync('node', ['scripts/build.ts'], { stdio: 'pipe' });
  const run = (...words: string[]) =>
    execFileSync(process.execPath, ['--no-strip-types', 'dist/main.js', ...words], { encoding: 'utf8' });
  expect(run('check', 'dist/policies')).toContain('0 errors');
  expect(run('decide', 'examples/ask.json', '--policies', 'dist/policies')).toContain('DECLINE');
  const serving = await serve(temporaryFolder(), { NODE_OPTIONS: '--no-strip-types' }, [], 'dist/main.js');
  const answer = await serving.ask(freshAsk(1, 99, Date.now()));
  expect(JSON.parse(answer?.text ?? '')).toMatchObject({ approved: false });
  await until(async () => ((await serving.ready()).database as { state: string }).state === 'open');
  expect(await serving.stop()).toBe(0);
}, 60_000);
