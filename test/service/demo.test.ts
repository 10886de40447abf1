import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockDataDir } from '../../src/adapters/store/lock.ts';
import { demo } from '../support/demo.ts';
import { temporaryFolder } from '../support/folder.ts';
import { serve, until } from '../support/serve.ts';

const PATIENCE_MS = 60_000;

test(
  'shows an attack and declines with their reasons, ends at Ctrl-C with a summary, and started again knows what it decided',
  async () => {
    const dataDir = temporaryFolder();
    const first = demo(dataDir, []);
    expect(await first.line(/ATTACK/)).toMatch(/card testing|stolen card|takeover|counterfeit|collusion|friendly/);
    expect(await first.line(/declined/)).toMatch(/ at .+: /);
    await first.line(/approved/);
    first.interrupt();
    expect(await first.exited).toBe(0);
    expect(first.lines.join('\n')).toMatch(/fraud stopped/i);
    expect(first.lines.join('\n')).not.toContain('\u001b');

    const second = demo(dataDir, []);
    expect(await second.line(/Asked again/)).toBe('Asked again what was asked last: same answer and decision');
    second.interrupt();
    expect(await second.exited).toBe(0);
  },
  2 * PATIENCE_MS,
);

test(
  'killed in its first seconds and started again, answers no purchase by an older decision',
  async () => {
    const dataDir = temporaryFolder();
    const killed = demo(dataDir, ['--scenario', 'quiet']);
    await killed.line(/ {2}approved {2}/);
    killed.kill();
    await killed.exited;
    expect(existsSync(join(dataDir, 'demo', 'demo.json'))).toBe(false);

    const again = demo(dataDir, ['--scenario', 'quiet']);
    await again.line(/^-- .*asked \d\d/);
    again.interrupt();
    expect(await again.exited).toBe(0);
    const figure = (label: string) =>
      Number(again.lines.map((line) => new RegExp(`^ {2}${label} +([\\d,]+)$`).exec(line)?.[1]).find(Boolean));
    // A duplicate would be an ask without a decision of its own.
    expect(figure('approved') + figure('declined')).toBe(figure('asked'));
  },
  PATIENCE_MS,
);

test(
  'has no use for a policy that is kept from before: the one that is named must be sound',
  async () => {
    const dataDir = temporaryFolder();
    const sound = demo(dataDir, ['--minutes', '0.05']);
    expect(await sound.exited).toBe(0);
    const broken = demo(dataDir, ['--policies', join(dataDir, 'nowhere')]);
    expect(await broken.exited).toBe(1);
    expect(broken.lines.join('\n')).toContain('there is no policy folder at');
    const named = demo(dataDir, [], { POLICIES: join(dataDir, 'elsewhere') });
    expect(await named.exited).toBe(1);
  },
  PATIENCE_MS,
);

test(
  'listens where PORT says for this machine alone, keeps to a folder of its own, and ends after its minutes',
  async () => {
    const port = await freePort();
    const dataDir = temporaryFolder();
    // A real service has the data folder.
    const held = lockDataDir(dataDir);
    onTestFinished(held.release);
    const before = readdirSync(dataDir);
    const running = demo(dataDir, ['--minutes', '0.1', '--scenario', 'quiet'], { PORT: String(port) });
    expect(await running.line(/answers a simulated Stripe/)).toContain(`http://127.0.0.1:${port}`);
    await running.line(/approved/);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    // Another address of this machine; elsewhere than on Linux there is none to try.
    if (process.platform === 'linux') await expect(fetch(`http://127.0.0.2:${port}/healthz`)).rejects.toThrow();
    expect(await running.exited).toBe(0);
    expect(readdirSync(dataDir).sort()).toEqual([...before, 'demo'].sort());
    expect(readFileSync(join(dataDir, 'demo', 'demo.log'), 'utf8')).not.toContain('"level":"info"');
    expect(running.lines.some((line) => line.includes('ATTACK'))).toBe(false);
  },
  PATIENCE_MS,
);

test(
  'lets whoever has its link into the console as an admin, and nobody else; a real service has no such way in',
  async () => {
    const running = demo(temporaryFolder(), ['--scenario', 'quiet', '--rate', '1'], { PORT: '0' });
    const link = /http:\S+\/demo\/[\w-]{16}$/.exec(await running.line(/The console, /))?.[0] ?? '';
    const open = (url: string) => fetch(url, { redirect: 'manual' });
    expect((await open(link.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x')))).status).toBe(404);
    // While its database is being made it says so.
    const led = await until(async () => {
      const answer = await open(link);
      if (answer.status === 303) return answer;
      expect(await answer.text()).toContain('opens in a moment');
      return null;
    }, PATIENCE_MS);
    expect(led.headers.get('location')).toBe('/');
    const cookie = led.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    const session = await fetch(new URL('/v1/session', link), { headers: { Cookie: cookie.split(';')[0] ?? '' } });
    expect(await session.json()).toMatchObject({ kind: 'user', name: 'Demo', role: 'admin' });
    // Good for as long as the demo runs, in another browser, too.
    expect((await open(link)).status).toBe(303);

    const serving = await serve(temporaryFolder());
    const token = link.split('/').at(-1);
    expect((await open(`http://127.0.0.1:${serving.port}/demo/${token}`)).headers.get('set-cookie')).toBeNull();
  },
  2 * PATIENCE_MS,
);

test(
  'says in a sentence what keeps it from starting',
  async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    onTestFinished(() => void server.close());
    const port = String((server.address() as { port: number }).port);
    const taken = demo(temporaryFolder(), [], { PORT: port });
    expect(await taken.exited).toBe(1);
    expect(taken.lines).toEqual([`port ${port} is taken; set PORT to another one`]);

    const crowded = demo(temporaryFolder(), ['--rate', '900', '--speed', '1']);
    expect(await crowded.exited).toBe(2);
    expect(crowded.lines.join('\n')).toMatch(/cardholders; raise the speed to \d+ or more/);
  },
  PATIENCE_MS,
);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
