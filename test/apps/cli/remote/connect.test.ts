import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { remoteCommands } from '../../../../src/apps/cli/remote/commands.ts';
import { readRemote } from '../../../../src/config.ts';
import { realClock } from '../../../support/clock.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { countersignAt } from './terminal.ts';

/** A service on this machine that gives these answers in turn, the last one for ever; and what it was sent. */
async function serving(answers: readonly { readonly status?: number; readonly body: unknown }[]) {
  const keys: (string | undefined)[] = [];
  const paths: (string | undefined)[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    keys.push(request.headers.authorization);
    paths.push(request.url);
    const turn = keys.length;
    bodies.push(await text(request));
    const { status = 200, body } = answers[Math.min(turn, answers.length) - 1] ?? { body: null };
    const again = status === 503 ? { 'Retry-After': '2' } : {};
    response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close', ...again });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys, paths, bodies };
}

const KEY = `csk_${'k'.repeat(43)}`;

describe('where commands look for a service', () => {
  it('is this machine, until the environment says otherwise', () => {
    expect(readRemote({})).toEqual({ url: 'http://127.0.0.1:4242', apiKey: null, dataDir: '.countersign' });
    expect(readRemote({ PORT: '80', COUNTERSIGN_URL: '' }).url).toBe('http://127.0.0.1:80');
    expect(readRemote({ PORT: '0' }).url).toBe('http://127.0.0.1:4242');
    const set = { COUNTERSIGN_URL: 'https://c.test', COUNTERSIGN_API_KEY: 'csk_x', DATA_DIR: '/data', PORT: '80' };
    expect(readRemote(set)).toEqual({ url: 'https://c.test', apiKey: 'csk_x', dataDir: '/data' });
  });

  it('is said when nobody listens there, with what to set', async () => {
    const { url } = await serving([]);
    const closed = url.replace(/\d+$/, '9');
    const { code, out, err } = await countersignAt({ url: closed, apiKey: KEY }, ['versions']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      `countersign versions: no answer from ${closed}\n` +
        'Start it (countersign serve), or set COUNTERSIGN_URL to where it is.\n',
    );
    const json = await countersignAt({ url: closed, apiKey: KEY }, ['versions', '--json']);
    expect(json.json).toEqual({ code: 'unreachable', detail: `no answer from ${closed}` });
  });

  it('is said when another program listens there', async () => {
    const { url } = await serving([{ body: '<html>' }]);
    const { code, err } = await countersignAt({ url, apiKey: KEY }, ['keys']);
    expect([code, err]).toEqual([1, expect.stringContaining('another program may listen there')]);
  });

  it('must be a URL', async () => {
    for (const url of ['localhost:4242', 'nowhere', 'https://user:secret@c.test']) {
      const { code, err } = await countersignAt({ url, apiKey: KEY }, ['versions']);
      expect([code, err]).toEqual([1, expect.stringContaining('COUNTERSIGN_URL is where the service is')]);
      expect(err).not.toContain('secret');
    }
  });
});

describe('whose key is shown', () => {
  it('is the one in the data folder of this machine where none is set', async () => {
    const { url, keys } = await serving([{ body: { data: [], next: null } }]);
    const dataDir = writeFiles(temporaryFolder(), { 'admin.key': `${KEY}\n` });
    expect((await countersignAt({ url, dataDir }, ['keys'])).code).toBe(0);
    await countersignAt({ url, dataDir, apiKey: 'csk_other' }, ['keys']);
    expect(keys).toEqual([`Bearer ${KEY}`, 'Bearer csk_other']);
  });

  it('is never that one for a service elsewhere', async () => {
    const dataDir = writeFiles(temporaryFolder(), { 'admin.key': `${KEY}\n` });
    const { code, err } = await countersignAt({ url: 'https://c.test', dataDir }, ['keys']);
    expect([code, err]).toEqual([1, expect.stringContaining('COUNTERSIGN_API_KEY is not set: https://c.test wants')]);
  });

  it('is said to be missing, with where it was looked for', async () => {
    const dataDir = temporaryFolder();
    const { code, err } = await countersignAt({ dataDir }, ['keys']);
    expect(code).toBe(1);
    expect(err).toContain(`COUNTERSIGN_API_KEY is not set, and in ${join(dataDir, 'admin.key')} there is none\n`);
    const empty = await countersignAt({ apiKey: ' ' }, ['keys']);
    expect([empty.code, empty.err]).toEqual([1, expect.stringContaining('COUNTERSIGN_API_KEY holds no key')]);
  });
});

describe('what a service says', () => {
  it('is told with when to come again', async () => {
    const detail = 'the database can not be reached or is too slow; try again';
    const { url } = await serving([{ status: 503, body: { code: 'unavailable', detail } }]);
    const { code, err } = await countersignAt({ url, apiKey: KEY }, ['audit']);
    expect([code, err]).toEqual([1, `countersign audit: ${detail}\nTry again in 2 seconds.\n`]);
  });

  it('can neither move the cursor nor name files outside of the folder', async () => {
    const { url } = await serving([{ status: 409, body: { code: 'conflict', detail: 'a\u001b[2Jb' } }]);
    expect((await countersignAt({ url, apiKey: KEY }, ['rollback'])).err).toBe('countersign rollback: a�[2Jb\n');
    for (const name of ['../x.yaml', '/etc/x.yaml', 'rules/../../x.yaml', 'a\\b.yaml']) {
      const bad = await serving([{ body: { version: 'pol_1', files: [{ name, text: 'x' }] } }]);
      const { code, err } = await countersignAt({ url: bad.url, apiKey: KEY }, ['pull', temporaryFolder()]);
      expect([code, err]).toEqual([1, expect.stringContaining('outside of the folder')]);
    }
  });
});

describe('what was activated', () => {
  const activation = { seq: 7, version: 'pol_b', kind: 'rollback', expires_at: null };
  const current = (seq: number) => ({ body: { version: `pol_${seq}`, activation: { ...activation, seq } } });
  const published = { body: { state: 'live', version: 'pol_b', activation, message: 'm', warnings: [] } };
  const diff = { body: { from: 'pol_6', to: 'pol_b', same: false, changes: {}, text: 'pol_6 → pol_b' } };

  /** A clock on which waiting takes its time and no longer. */
  function hastyClock() {
    let nowMs = 0;
    return {
      nowMs: () => nowMs,
      after(ms: number, run: () => void) {
        nowMs += ms;
        queueMicrotask(run);
        return () => {};
      },
    };
  }

  it('is waited for until the service decides by it', async () => {
    const { url, paths } = await serving([current(6), published, diff, current(6), current(6), current(8)]);
    const { code, out, err } = await countersignAt({ url, apiKey: KEY, clock: hastyClock() }, ['rollback']);
    expect([code, out]).toEqual([0, 'pol_6 → pol_b\n\npol_b is live.\n']);
    expect(err).toBe('waiting until it is live … …\n');
    expect(paths).toHaveLength(6);
  });

  it('was made from what was live when it was read: anything else is a conflict', async () => {
    const { url, bodies } = await serving([current(6), published, diff, current(7)]);
    const folder = writeFiles(temporaryFolder(), { 'portfolios.yaml': 'portfolios: []\n' });
    await countersignAt({ url, apiKey: KEY }, ['apply', folder]);
    await countersignAt({ url, apiKey: KEY }, ['activate', 'pol_b']);
    const file = { name: 'portfolios.yaml', text: 'portfolios: []\n' };
    expect(JSON.parse(bodies[1] ?? '')).toEqual({ files: [file], expected_active: 'pol_6' });
    expect(JSON.parse(bodies[5] ?? '')).toEqual({ expected_active: 'pol_7' });
  });

  it('is not said to be live where it does not become so', async () => {
    const { url } = await serving([current(6), published, diff, current(6)]);
    const { code, err } = await countersignAt({ url, apiKey: KEY, clock: hastyClock() }, ['rollback']);
    expect([code, err]).toEqual([1, expect.stringContaining('goes on deciding by another version')]);
  });
});

describe('the commands', () => {
  const options = { url: 'http://127.0.0.1:9', apiKey: null, dataDir: '/nowhere', policies: 'p', clock: realClock };

  it.each(remoteCommands(options).map((command) => [command.name, command] as const))(
    '%s has help with an example, and --json',
    async (name, { options: taken }) => {
      const { code, out } = await countersignAt({}, [name, '--help']);
      expect(code).toBe(0);
      expect(out).toContain(`usage: countersign ${name}`);
      expect(out).toContain(`\nexample: countersign ${name}`);
      expect(out).toContain('COUNTERSIGN_URL');
      for (const option of Object.keys(taken)) expect(out).toContain(`--${option}`);
      expect(Object.keys(taken)).toContain('json');
    },
  );
});
