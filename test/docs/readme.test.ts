import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { serve, until } from '../support/serve.ts';
import { freshAsk } from '../support/stripe.ts';

const readme = readFileSync('README.md', 'utf8');
const inBlocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap((block) => (block[1] ?? '').split('\n'));
const inText = [...readme.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/`(np[mx] [^`]+)`/g)].map(
  (code) => code[1] ?? '',
);

/** Every command that the README shows, as a reader would copy it: without its comment. */
const commands = [...inBlocks, ...inText]
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .filter((line) => line !== '');

/** What is said here by CI itself, before and around this very test. */
const BY_CI = ['npm ci', 'npm run check', 'npm test'];
/** What `test/service/build.test.ts` does. */
const ELSEWHERE = ['npm run build'];

/** What is said to a service that runs, in this order. */
const WHILE_IT_RUNS = [
  'npx countersign diff policies --history 30',
  'npx countersign shadow policies',
  'npx countersign apply policies --note "why"',
  'npx countersign rollback',
  'npx countersign lists add blocked_merchants 1234567890 --note "reported" --until 2027-01-01',
  'npx countersign decisions',
  'npx countersign export history --parquet history',
  ...['performance', 'report', 'funnel --days 7', 'transactions', 'reviews', 'labels', 'alarms', 'jobs'].map(
    (words) => `npx countersign ${words}`,
  ),
];

/** Runs a line in a shell, with a data folder of its own; gives the exit code and what it said. */
function shell(line: string, options: { readonly folder: string; readonly endAt?: RegExp; readonly port?: number }) {
  const child = spawn('sh', ['-c', line], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: options.folder, PORT: String(options.port ?? 0) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said: string[] = [];
  const kill = (signal: NodeJS.Signals) => {
    // The whole group: npx and npm stand between the shell and the program.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, signal);
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (text) => {
      said.push(text);
      if (options.endAt?.test(text)) kill('SIGTERM');
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(() => kill('SIGKILL'));
  return exited.then((code) => ({ code, said: said.join('\n') }));
}

test('the README shows no command that is not run here, by CI or elsewhere', () => {
  const run = [...BY_CI, ...ELSEWHERE, ...Object.keys(RUNS), ...WHILE_IT_RUNS];
  const unknown = commands.filter((line) => !run.includes(line));
  expect(unknown).toEqual([]);
  expect(Object.keys(RUNS).filter((line) => !commands.includes(line))).toEqual([]);
  const ci = readFileSync('.ci/run', 'utf8');
  expect(BY_CI.filter((line) => !ci.includes(line))).toEqual([]);
});

interface Run {
  /** How it is run, where not to the letter: a demo ends by itself, a file goes into the test's own folder. */
  run(line: string, folder: string): string;
  readonly endAt?: RegExp;
  readonly says: RegExp;
  /** What it may exit with; ended from outside, the shell has no code of its own. */
  readonly codes?: readonly (number | null)[];
}

const asItStands = (line: string) => line;

/** Over a history of fewer people than the one that the README has made. */
function overQuarter(line: string, folder: string): string {
  const history = join(folder, 'history.ndjson');
  const simulate = `npx countersign simulate --out ${history} --days 90 --cardholders 60`;
  return `${simulate} && ${line.replace('history.ndjson', history)}`;
}

const RUNS: Readonly<Record<string, Run>> = {
  'npm ci && npm run demo': { run: () => 'npm run demo -- --minutes 0.1', says: /approved[\s\S]*answered in/ },
  'npx countersign demo --help': { run: asItStands, says: /--scenario[\s\S]*--seed[\s\S]*DATA_DIR/ },
  'npx countersign demo --challenge stripe': {
    run: (line) => `${line} --minutes 0.1 --no-open`,
    says: /Cardholders are asked, by Stripe's own texts[\s\S]*answered in/,
  },
  // Without a key: with one it is tested against the simulated Stripe.
  'npx countersign simulate --stripe': { run: asItStands, says: /STRIPE_SECRET_KEY is not set/, codes: [2] },
  'npx countersign check': { run: asItStands, says: /0 errors/ },
  'npx countersign test': { run: asItStands, says: /passed, 0 failed/ },
  'npx countersign decide examples/ask.json': { run: asItStands, says: /DECLINE/ },
  'npx countersign decide examples/ask.json --profile maximize-approval --json': {
    run: asItStands,
    says: /"outcome":"approve"/,
  },
  'npx countersign simulate --out history.ndjson --days 90': {
    run: (line, folder) => line.replace('history.ndjson', join(folder, 'history.ndjson')),
    says: /day 90 of 90[\s\S]*disputes/,
  },
  'npx countersign replay history.ndjson --policies policies --out replayed.ndjson': {
    // Of a shorter history than the one above.
    run: (line, folder) => {
      const [history, out] = [join(folder, 'history.ndjson'), join(folder, 'replayed.ndjson')];
      const replay = line.replace('history.ndjson', history).replace('replayed.ndjson', out);
      return `npx countersign simulate --out ${history} --days 5 --cardholders 60 && ${replay}`;
    },
    says: /authorizations/,
  },
  'npx countersign backtest history.ndjson --profile minimize-fraud': {
    run: overQuarter,
    says: /It stops [\d.]+ % of the fraud[\s\S]*\(tp\)/,
  },
  'npx countersign tune history.ndjson --portfolio everything': {
    run: overQuarter,
    says: /minimize fraud[\s\S]*fraud_risk_score/,
  },
  'STRIPE_AUTHORIZATION_WEBHOOK_SECRETS=test:whsec_… STRIPE_EVENT_WEBHOOK_SECRETS=test:whsec_… npx countersign serve': {
    run: (line) => line.replaceAll('…', 'readme'),
    endAt: /"msg":"listening"/,
    says: /"msg":"stopped"/,
    codes: [0, null, 143],
  },
  'npx countersign doctor': {
    run: (line) => `STRIPE_AUTHORIZATION_WEBHOOK_SECRETS=test:whsec_readme ${line}`,
    says: /ok +policy/,
  },
};

test.each(Object.entries(RUNS))(
  '%s does what the README says',
  async (line, { run, endAt, says, codes = [0] }) => {
    const folder = temporaryFolder();
    const { code, said } = await shell(run(line, folder), { folder, ...(endAt && { endAt }) });
    expect(said).toMatch(says);
    expect(codes).toContain(code);
  },
  90_000,
);

test('what the README says to a running service is done by it', async () => {
  const folder = temporaryFolder();
  // It started with a laxer policy, so that there is something to apply.
  const policies = join(temporaryFolder(), 'policies');
  cpSync('policies', policies, { recursive: true });
  const profile = join(policies, 'profiles/balanced.yaml');
  writeFileSync(profile, readFileSync(profile, 'utf8').replace('decline: 50', 'decline: 60'));
  const serving = await serve(folder, { POLICIES: policies });
  await until(async () => existsSync(join(folder, 'admin.key')));
  expect((await serving.ask(freshAsk('readme', 55, Date.now())))?.status).toBe(200);
  for (const line of WHILE_IT_RUNS) {
    const written = line.replace('--parquet history', `--parquet ${join(folder, 'history')}`);
    const { code, said } = await shell(written, { folder, port: serving.port });
    expect([line, code, code === 0 ? '' : said]).toEqual([line, 0, '']);
    if (line.includes('diff')) expect(said).toContain('60 → 50');
  }
  expect(JSON.parse((await serving.ask(freshAsk('after', 55, Date.now())))?.text ?? '')).toMatchObject({
    approved: true,
  });
}, 300_000);
