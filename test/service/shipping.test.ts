import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { machineEnvironment } from '../../scripts/image/run.ts';
import { productionLock } from '../../scripts/production-lock.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type PerformedImage, performedImage, serveImage } from '../support/image.ts';
import { type Serving, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const PERFORM_MS = 240_000;
const PATIENCE_MS = 60_000;
const SERVE_MS = 120_000;
const NODE_USER = 1000;

let image: PerformedImage;
beforeAll(async () => {
  image = await performedImage();
}, PERFORM_MS);

/** Runs the image's health check as Docker would, beside the service; the exit code. */
function checkHealth(port: number): number | null {
  const [program = '', ...words] = image.healthcheck ?? [];
  const env = { ...machineEnvironment(), ...image.environment, PORT: String(port) };
  return spawnSync(program, words, { env }).status;
}

async function expectAnswers(serving: Serving): Promise<void> {
  const declined = await serving.ask(freshAsk(1, 99, Date.now()));
  expect(declined?.status).toBe(200);
  expect(JSON.parse(declined?.text ?? '')).toMatchObject({ approved: false });
  const approved = await serving.ask(freshAsk(2, 1, Date.now()));
  expect(JSON.parse(approved?.text ?? '')).toMatchObject({ approved: true });
}

/** The embedded database is made at the first start, which takes long on a machine with much else to do. */
function databaseOpen(serving: Serving): Promise<boolean> {
  return until(async () => ((await serving.ready()).database as { state: string }).state === 'open', PATIENCE_MS);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}

/**
 * Words that run a program as the image's user, where nothing may be written but in one folder: a mount namespace of
 * its own, in which all else is read-only.
 */
function readOnlyRoot(writable: string): string[] {
  const script = `
    mount --bind "$1" "$1" && mount -o remount,bind,ro / && mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" &&
    shift && exec setpriv --reuid=${NODE_USER} --regid=${NODE_USER} --clear-groups --no-new-privs "$@"`;
  return ['unshare', '--mount', 'sh', '-c', script, image.root, writable];
}

/** Where mounting is for others, or the checkout is closed to other users, this can't be tried. */
function whyNoReadOnlyRoot(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a read-only root wants root on Linux';
  // By way of a shell: setpriv itself still has root's rights to look the program up.
  const script = `mount --bind / / &&
    exec setpriv --reuid=${NODE_USER} --regid=${NODE_USER} --clear-groups sh -c 'exec "$0" -v' "$0"`;
  const { status } = spawnSync('unshare', ['--mount', 'sh', '-c', script, process.execPath]);
  return status === 0 ? null : 'mounting, or this Node for another user, is not permitted';
}

const noReadOnlyRoot = whyNoReadOnlyRoot();

function isForThisMachine({ os, cpu, libc }: { os?: string[]; cpu?: string[]; libc?: string[] }): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const ownLibc = header.glibcVersionRuntime ? 'glibc' : 'musl';
  const fits = (names: readonly string[] | undefined, own: string) => names?.includes(own) ?? true;
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, ownLibc);
}

describe('what the Dockerfile makes', () => {
  test(
    'answers signed asks, is healthy while it is up and not after, ends by its signal, and writes only in its volume',
    async () => {
      const before = filesIn(image.root);
      const elsewhere = temporaryFolder();
      const dataDir = temporaryFolder();
      const serving = await serveImage(image, dataDir, { HOME: elsewhere, TMPDIR: elsewhere });
      await expectAnswers(serving);
      await databaseOpen(serving);
      expect(checkHealth(serving.port)).toBe(0);
      expect(image.stopSignal).toBe('SIGTERM');
      expect(await serving.stop()).toBe(0);
      expect(checkHealth(serving.port)).not.toBe(0);
      expect(filesIn(image.root)).toEqual(before);
      expect(filesIn(elsewhere)).toEqual([]);
      expect(filesIn(dataDir)).toContain('journal');
    },
    SERVE_MS,
  );

  test.skipIf(noReadOnlyRoot !== null)(
    `runs as a user without rights, on a root that can't be written${noReadOnlyRoot ? ` (skipped: ${noReadOnlyRoot})` : ''}`,
    async () => {
      const dataDir = temporaryFolder();
      chownSync(dataDir, NODE_USER, NODE_USER);
      const wrap = readOnlyRoot(dataDir);
      const [program = '', ...words] = wrap;
      const touch = (path: string) => spawnSync(program, [...words, 'touch', path]).status;
      expect([touch(join(dataDir, 'x')), touch(join(image.cwd, 'x')), touch('/tmp/x')]).toEqual([0, 1, 1]);
      const serving = await serveImage(image, dataDir, {}, wrap);
      await expectAnswers(serving);
      await databaseOpen(serving);
      expect((await serving.ready()).alarms).toEqual([]);
      expect(await serving.stop()).toBe(0);
    },
    SERVE_MS,
  );

  test('has exactly the production packages of the lock file, at its versions', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    const manifest = JSON.parse(readFileSync(join(image.cwd, 'package.json'), 'utf8'));
    const installed = JSON.parse(readFileSync(join(image.cwd, 'node_modules/.package-lock.json'), 'utf8'));
    const versions = (packages: Record<string, { version: string }>) =>
      Object.entries(packages)
        .filter(([path]) => path !== '')
        .map(([path, { version }]) => `${path} ${version}`)
        .sort();
    const { packages } = productionLock(lock, manifest) as { packages: Record<string, { version: string }> };
    // What is made for other machines is in the lock file, and is left out here.
    const fitting = Object.fromEntries(
      Object.entries(packages).filter(([path]) => isForThisMachine(lock.packages[path])),
    );
    expect(versions(installed.packages)).toEqual(versions(fitting));
    expect(versions(packages).length).toBeGreaterThan(50);
    expect(Object.keys(packages).filter((path) => lock.packages[path].dev)).toEqual([]);
  });

  test('carries no sources, no tests and nobody’s settings', () => {
    const ours = filesIn(image.cwd).filter((path) => !path.startsWith('node_modules'));
    expect(ours.filter((path) => /(?<!\.d)\.ts$|\.test\.|(^|\/)\.env|\.countersign/.test(path))).toEqual([]);
    expect(ours).toContain('policies/portfolios.yaml');
  });

  test('runs every command, from the folder that it is in', () => {
    const run = (...words: string[]) =>
      execFileSync(process.execPath, [image.entry, ...words], {
        cwd: image.cwd,
        env: image.environment,
        encoding: 'utf8',
      });
    expect(run('check')).toContain('policies: 0 errors');
    expect(run('decide', 'examples/ask.json')).toContain('DECLINE');
  });

  test('is not root’s, and keeps its data where the volume is', () => {
    expect(image).toMatchObject({
      user: 'node',
      volumes: ['/var/lib/countersign'],
      environment: { NODE_ENV: 'production', DATA_DIR: '/var/lib/countersign' },
      command: ['serve'],
    });
    expect(image.ports).toEqual([image.environment.PORT]);
  });
});

describe('compose.yaml', () => {
  const text = readFileSync('compose.yaml', 'utf8');
  const { services, volumes } = parse(text);

  test('is a gateway and its Postgres, and a worker for who wants one', () => {
    expect(Object.keys(services)).toEqual(['gateway', 'worker', 'postgres']);
    expect(services.worker).toMatchObject({ command: ['worker'], profiles: ['worker'], read_only: true });
    expect(services.worker.environment.DATABASE_URL).toBe(services.gateway.environment.DATABASE_URL);
    expect(services.gateway).toMatchObject({
      build: '.',
      read_only: true,
      tmpfs: ['/tmp'],
      restart: 'unless-stopped',
      depends_on: { postgres: { condition: 'service_healthy' } },
    });
    expect(services.postgres.image).toMatch(/^postgres:17/);
    expect(services.postgres.healthcheck.test).toContain('pg_isready');
  });

  test('keeps what must last in named volumes, the journal where the image has its own', () => {
    const named = [...services.gateway.volumes, ...services.postgres.volumes].filter((one) => !one.startsWith('.'));
    expect(named.map((one) => one.split(':')[0])).toEqual(Object.keys(volumes));
    expect(services.gateway.volumes).toContain(`journal:${image.volumes[0]}`);
    expect(services.gateway.volumes).toContain(`./policies:${image.workdir}/policies:ro`);
  });

  test('publishes the port of the image to this machine alone', () => {
    expect(services.gateway.ports).toEqual([`127.0.0.1:\${GATEWAY_PORT:-4242}:${image.ports[0]}`]);
  });

  test('gives the gateway a password apart from its URL, where it may hold any character', () => {
    const { DATABASE_URL, PGPASSWORD } = services.gateway.environment;
    expect(PGPASSWORD).toBe(services.postgres.environment.POSTGRES_PASSWORD);
    vi.stubEnv('PGPASSWORD', 'a/b@c#d');
    const client = new Client({ connectionString: DATABASE_URL });
    vi.unstubAllEnvs();
    const { POSTGRES_USER, POSTGRES_DB } = services.postgres.environment;
    expect(client).toMatchObject({ user: POSTGRES_USER, database: POSTGRES_DB, host: 'postgres', password: 'a/b@c#d' });
  });

  test('takes its secrets from .env, whose example names them and holds none', () => {
    const example = readFileSync('.env.example', 'utf8');
    const named = [...example.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
    const names = named.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name)));
    const settings = readFileSync('docs/operations.md', 'utf8');
    expect(names.filter((name) => !text.includes(`\${${name}`) && !settings.includes(`\`${name}\``))).toEqual([]);
    expect(named.filter(([, value]) => value !== '')).toEqual([['GATEWAY_PORT', '4242']]);
    expect(text).not.toMatch(/whsec_|sk_(test|live)_|PASSWORD: [^$\s]/);
  });
});
