import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/sdk/schema/problem.ts';
import { openStage, type Stage } from '../apps/server/v1/stage.ts';
import { FIRST_TRACKED, trackedEventsAfter } from '../support/tracked-events.ts';

const FOLDER = 'sdk/python';
const OLDEST = [3, 9];

/** Why the Python SDK can't be tested here; null where it can. */
function whyNoPython(): string | null {
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.version_info[0], sys.version_info[1])']);
  if (!stdout) return 'there is no python3';
  const [major = 0, minor = 0] = stdout.toString().trim().split(' ').map(Number);
  const isOldEnough = major === OLDEST[0] && minor >= (OLDEST[1] ?? 0);
  return isOldEnough ? null : `python3 is ${major}.${minor}, and 3.9 is wanted`;
}

const reason = whyNoPython();

/** Runs Python with the package in reach, and nothing written beside it. */
function python(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, PYTHONPATH: 'src', PYTHONDONTWRITEBYTECODE: '1', ...environment };
  return new Promise<{ code: number; said: string; complained: string }>((resolve) => {
    execFile('python3', [...words], { cwd: FOLDER, env }, (error, said, complained) => {
      resolve({ code: error ? 1 : 0, said: said.trim(), complained });
    });
  });
}

describe.skipIf(reason !== null)(reason ? `the Python SDK, skipped: ${reason}` : 'the Python SDK', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  /** Runs a program that uses the package on the real API. */
  const program = (text: string) =>
    python(['-c', `import countersign\n${text}`], {
      COUNTERSIGN_URL: stage.url,
      COUNTERSIGN_API_KEY: stage.admin.key,
    });

  it('passes its own tests', { timeout: 120_000 }, async () => {
    const { code, complained } = await python(['-m', 'unittest', 'discover', '-s', 'tests']);
    expect(code, complained).toBe(0);
    expect(complained).toMatch(/Ran \d\d+ tests/);
  });

  it('is written in the Python that it promises to run on', async () => {
    const check = `import ast, sys
for path in sys.argv[1:]: ast.parse(open(path, encoding='utf-8').read(), path, feature_version=(3, 9))`;
    const files = readdirSync(`${FOLDER}/src/countersign`).filter((name) => name.endsWith('.py'));
    const { code, complained } = await python(['-c', check, ...files.map((name) => `src/countersign/${name}`)]);
    expect(code, complained).toBe(0);
  });

  it('tells this API of events, and gets features back', async () => {
    const { code, said, complained } = await program(`
countersign.track('login', {'user_id': 'python', 'successful': False}, id='p_1')
countersign.track('login', {'user_id': 'python', 'email': 'a@b.example'}, id='p_2')
assert countersign.flush(20)
print(countersign.enrich('login', {'user_id': 'python'}, dry=True, timeout=20)['logins_by_user'])
print(countersign.enrich('login', {'user_id': 'python'}, id='p_3', timeout=20)['logins_by_user'])
print(*countersign.status())`);
    expect([code, said.split('\n'), complained]).toEqual([0, ['3', '3', '0 2 0'], '']);
    const { records } = await trackedEventsAfter(stage.database.pool, FIRST_TRACKED, { limit: 10 });
    expect(records.map(({ id, type }) => [id, type])).toEqual([
      ['p_1', 'login'],
      ['p_2', 'login'],
      ['p_3', 'login'],
    ]);
    expect(records[1]?.inputs.email).toMatch(/^hmac_/);
  });

  it('drops the events that this API names as malformed, and those alone', async () => {
    const { said } = await program(`
countersign.on_drop = lambda each: print(each.id, each.why, each.detail)
countersign.track('login', id='good_1')
countersign.track('login', id='bad', time='soon')
countersign.track('login', id='good_2')
countersign.flush(20)
print(*countersign.status())`);
    const [dropped, status] = said.split('\n');
    expect(dropped).toMatch(/^bad refused time is ISO 8601/);
    expect(status).toBe('0 2 1');
  });

  it('knows the problems of this API', async () => {
    const { said } = await program(`
try: countersign.enrich('authorization', timeout=20)
except countersign.CountersignError as error: print(error.code, error.status, error)`);
    expect(said).toMatch(/^invalid_request 400 path\.type: authorization is what Stripe asks about/);
    expect(Object.keys(PROBLEMS)).toContain(said.split(' ')[0]);
  });
});

it('the Python SDK and the package have one version', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(readFileSync(`${FOLDER}/pyproject.toml`, 'utf8')).toContain(`version = "${version}"`);
  expect(readFileSync(`${FOLDER}/src/countersign/__init__.py`, 'utf8')).toContain(`__version__ = "${version}"`);
});
