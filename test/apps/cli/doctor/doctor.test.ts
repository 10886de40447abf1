import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { lockDataDir } from '../../../../src/adapters/store/lock.ts';
import { runCli } from '../../../../src/apps/cli/cli.ts';
import { type DoctorSetup, doctorCommand } from '../../../../src/apps/cli/doctor.ts';
import { collectedTerminal } from '../../../support/collected-terminal.ts';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { freePort } from '../../../support/proxy.ts';
import { recorder } from '../../../support/recorder.ts';
import { servedApp } from '../../../support/served-app.ts';
import { hastyClock, reply, replying, serveStripe, TEST_KEY } from '../../../support/served-stripe.ts';
import { PUBLIC_URL, TOKEN, twilioSettings } from '../../../support/twilio.ts';

type Subject = DoctorSetup['subject'];

interface FindingJson {
  readonly check: string;
  readonly status: string;
  readonly found: string;
  readonly why: string | null;
  readonly do: string | null;
}

const SECRET = { secret: 'whsec_1', livemode: false };

/** A clock that has moved on by so much whenever it is looked at. */
function stepping(ms: number): () => number {
  let now = 0;
  return () => {
    now += ms;
    return now;
  };
}

/** Runs `countersign doctor` on something healthy with these changes. */
async function doctor(changes: Partial<Subject> = {}, setup: Partial<DoctorSetup> = {}, words: readonly string[] = []) {
  const subject: Subject = {
    nodeVersion: '24.21.0',
    problems: [],
    authorizationSecrets: [SECRET],
    eventSecrets: [SECRET],
    policies: 'policies',
    dataDir: changes.dataDir ?? join(temporaryFolder(), 'data'),
    databaseUrl: null,
    secretKey: null,
    apiHost: null,
    stripeVersion: Stripe.API_VERSION,
    twilio: null,
    ...changes,
  };
  const { terminal, out, err } = collectedTerminal();
  const command = doctorCommand(() => ({
    subject,
    clock: hastyClock,
    monotonicMs: stepping(3),
    runId: 'doctor',
    ...setup,
  }));
  const code = await runCli(['doctor', ...words], [command], '1.2.3', terminal);
  return { code, out: out(), err: err() };
}

/** The findings of one check, and the exit code. */
async function findingsOf(check: string, changes: Partial<Subject> = {}, setup: Partial<DoctorSetup> = {}) {
  const { code, out } = await doctor(changes, setup, ['--json']);
  const all = JSON.parse(out) as FindingJson[];
  return { code, found: all.filter((finding) => finding.check === check), all };
}

describe('countersign doctor', () => {
  it('finds nothing wrong with what is sound, a line a check, and exits with 0', async () => {
    const { code, out } = await doctor();
    expect(code).toBe(0);
    // The disk under the system's temporary folder is not ours to judge.
    const lines = out
      .replace(/^warning ( disk .*)\n(?: +.*\n)*/m, 'ok      $1\n')
      .trimEnd()
      .split('\n');
    expect(lines.slice(0, -1).map((line) => line.slice(0, 23).trimEnd())).toEqual([
      'ok       node',
      'ok       configuration',
      'ok       secrets',
      'ok       policy',
      'ok       data folder',
      'ok       disk',
      'ok       disk sync',
      'ok       lock',
      'ok       database',
      'skipped  twilio',
      'skipped  stripe key',
      'skipped  clock',
      'skipped  authorization',
    ]);
    expect(lines.at(-1)).toMatch(/^[89] ok, [01] to look at, 0 at fault, 4 not examined$/);
  });

  it('says why a fault matters and what to do, and exits with 1', async () => {
    const { code, out } = await doctor({ nodeVersion: '20.11.1' });
    expect(code).toBe(1);
    expect(out).toMatch(
      /^fault {4}node {11}20\.11\.1\n {24}why {2}Countersign is built.*\n[\s\S]* {24}do {3}install Node 24/,
    );
    expect(out).toMatch(/, 1 at fault, 4 not examined\n$/);
  });

  it('wraps what it found', async () => {
    const problems = [`STRIPE_VERSION ${'is too long '.repeat(30)}`];
    const { out } = await doctor({ problems });
    expect(out).toMatch(/fault {4}configuration {2}STRIPE_VERSION is too long .*\n {24}\S.*\n {24}\S/);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(117);
  });

  it('makes no folder and leaves none behind', async () => {
    const folder = temporaryFolder();
    await doctor({ dataDir: join(folder, 'data') });
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the configuration', () => {
  it('is at fault with every problem that its reader has, in its words', async () => {
    const problems = ['STRIPE_AUTHORIZATION_WEBHOOK_SECRETS is not set: nothing', 'PORT is a number from 0 to 65535'];
    const { code, found } = await findingsOf('configuration', { problems, authorizationSecrets: [] });
    expect(code).toBe(1);
    expect(found.map(({ status, found: text }) => `${status} ${text}`)).toEqual(
      problems.map((text) => `fault ${text}`),
    );
  });

  it('wants attention when other events have no secret', async () => {
    const { code, found } = await findingsOf('secrets', { eventSecrets: [] });
    expect(code).toBe(0);
    expect(found).toMatchObject([{ status: 'warning', found: expect.stringContaining('other events: none') }]);
  });

  it('wants attention for a missing secret of other events in the round that misses the other one', async () => {
    const problems = ['STRIPE_AUTHORIZATION_WEBHOOK_SECRETS is not set: nothing'];
    const none = { problems, authorizationSecrets: [] };
    expect((await findingsOf('secrets', { ...none, eventSecrets: [] })).found).toMatchObject([
      { status: 'warning', do: expect.stringContaining('STRIPE_EVENT_WEBHOOK_SECRETS') },
    ]);
    expect((await findingsOf('secrets', none)).found).toEqual([]);
  });

  it("is at fault when no secret is of the key's mode", async () => {
    const { host } = await recorder(() => ({ json: { object: 'list', data: [], has_more: false, url: '/' } }));
    const { code, found, all } = await findingsOf('secrets', { secretKey: 'sk_live_hidden', apiHost: host });
    expect(code).toBe(1);
    expect(found).toMatchObject([{ status: 'fault', why: expect.stringContaining('live mode') }]);
    expect(JSON.stringify(all)).not.toContain('hidden');
  });
});

describe('the policy', () => {
  it('is at fault when it is broken, with the way to all of its errors', async () => {
    const folder = writeFiles(temporaryFolder(), { 'portfolios.yaml': 'portfolios: [{ name: all, profile: none }]\n' });
    const { code, found } = await findingsOf('policy', { policies: folder });
    expect(code).toBe(1);
    expect(found).toMatchObject([{ status: 'fault', do: expect.stringContaining(`countersign check ${folder}`) }]);
  });

  it('is at fault when there is no folder', async () => {
    const { code, found } = await findingsOf('policy', { policies: '/nowhere/policies' });
    expect(code).toBe(1);
    expect(found).toMatchObject([{ status: 'fault', found: expect.stringContaining('there is no policy folder') }]);
  });

  it('wants attention when it has warnings', async () => {
    const folder = writeFiles(temporaryFolder(), {
      'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
      'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50, review: 60 } }\n',
    });
    const { code, found } = await findingsOf('policy', { policies: folder });
    expect(code).toBe(0);
    expect(found).toMatchObject([{ status: 'warning' }]);
  });
});

describe('Stripe', () => {
  it('takes our reply: asked for once, with everything of it retired', async () => {
    const { account, apiHost } = await serveStripe(await servedApp());
    const { code, found, all } = await findingsOf('authorization', { secretKey: TEST_KEY, apiHost });
    expect(found).toMatchObject([{ status: 'ok', found: 'our reply was accepted: approve (webhook_approved)' }]);
    expect(all.filter(({ check, status }) => !['disk', 'twilio'].includes(check) && status !== 'ok')).toEqual([]);
    expect(code).toBe(0);
    const { authorizations, cards, cardholders } = account.objects;
    expect([...authorizations.values()].map(({ status }) => status)).toEqual(['reversed']);
    expect([...cards.values()].map(({ status }) => status)).toEqual(['canceled']);
    expect([...cardholders.values()].map(({ status }) => status)).toEqual(['inactive']);
  });

  it('is at fault when it does not take the reply, with its reason', async () => {
    const { apiHost } = await serveStripe(async () => ({
      kind: 'replied',
      status: 200,
      headers: new Headers({ 'Content-Type': 'text/html', 'Stripe-Version': Stripe.API_VERSION }),
      body: '<p>garbage</p>',
    }));
    const { code, found } = await findingsOf('authorization', { secretKey: TEST_KEY, apiHost });
    expect(code).toBe(1);
    expect(found).toMatchObject([
      { status: 'fault', found: expect.stringMatching(/^webhook error \(webhook_error\): ./) },
    ]);
  });

  it('is at fault when it signs with another secret than ours', async () => {
    const { apiHost } = await serveStripe(await servedApp('whsec_of_somebody_else'));
    const { code, found } = await findingsOf('authorization', { secretKey: TEST_KEY, apiHost });
    expect(code).toBe(1);
    expect(found).toMatchObject([{ status: 'fault', do: expect.stringContaining('signing secret') }]);
  });

  it('is at fault when it hears nothing', async () => {
    const { apiHost } = await serveStripe(async () => ({ kind: 'timed_out' }));
    const { code, found } = await findingsOf('authorization', { secretKey: TEST_KEY, apiHost });
    expect(code).toBe(1);
    expect(found).toMatchObject([{ status: 'fault', do: expect.stringContaining('stripe listen') }]);
  });

  it('wants attention when an empty balance or nobody to ask keeps it from asking', async () => {
    const empty = await serveStripe(replying(reply('approve')), { settings: { balanceMinor: 0 } });
    const first = await findingsOf('authorization', { secretKey: TEST_KEY, apiHost: empty.apiHost });
    expect(first).toMatchObject({
      code: 0,
      found: [{ status: 'warning', do: expect.stringContaining('fund_balance') }],
    });
    // The simulated Stripe always has an endpoint: here is one without.
    const history = [{ amount: 100, currency: 'usd', approved: true, created: 1, reason: 'card_active' }];
    const { host } = await recorder(({ call }) => ({
      json: call.includes('cardholders?')
        ? { object: 'list', data: [], has_more: false, url: '/' }
        : { id: 'id', request_history: history, metadata: {}, transactions: [], country: 'US' },
    }));
    const second = await findingsOf('authorization', { secretKey: TEST_KEY, apiHost: host });
    expect(second).toMatchObject({
      code: 0,
      found: [{ status: 'warning', found: 'approved by default (card_active)' }],
    });
  });

  it('is asked for no authorization with --no-authorization, nor with a live key', async () => {
    const { account, apiHost } = await serveStripe(replying(reply('approve')));
    const { code, out } = await doctor({ secretKey: TEST_KEY, apiHost }, {}, ['--no-authorization']);
    expect(code).toBe(0);
    expect(out).toMatch(/skipped {2}authorization {2}left out/);
    expect(account.objects.cardholders.size).toBe(0);

    const live = await recorder(() => ({ json: { object: 'list', data: [], has_more: false, url: '/' } }));
    const secrets = [{ secret: 'whsec_1', livemode: true }];
    const { found } = await findingsOf('authorization', {
      secretKey: 'sk_live_1',
      apiHost: live.host,
      authorizationSecrets: secrets,
    });
    expect(found).toMatchObject([{ status: 'skipped' }]);
    expect(live.requests.map(({ call }) => call.split('?')[0])).toEqual(['GET /v1/issuing/cardholders']);
  });

  it('is at fault when it is not reached, with its address and the network to look at', async () => {
    const { found } = await findingsOf('stripe key', {
      secretKey: TEST_KEY,
      apiHost: `http://127.0.0.1:${await freePort()}`,
    });
    expect(found).toMatchObject([
      {
        status: 'fault',
        found: expect.stringContaining('ECONNREFUSED'),
        do: expect.stringMatching(/^check STRIPE_API/),
      },
    ]);
  });

  it('is at fault when it does not take the key, and then nothing is bought', async () => {
    const { apiHost } = await serveStripe(replying(reply('approve')));
    const { code, all } = await findingsOf('', { secretKey: 'sk_test_wrong', apiHost });
    expect(code).toBe(1);
    expect(all.slice(-3)).toMatchObject([
      { check: 'stripe key', status: 'fault', found: expect.stringContaining('does not take this key') },
      { check: 'clock', status: 'ok' },
      { check: 'authorization', status: 'skipped' },
    ]);
  });
});

describe('the clock', () => {
  /** A Stripe whose clock is this much ahead of ours. */
  async function stripeAhead(ms: number) {
    const { host } = await recorder(() => ({
      json: { object: 'list', data: [], has_more: false, url: '/' },
      headers: { Date: new Date(Date.now() + ms).toUTCString() },
    }));
    const { out } = await doctor({ secretKey: TEST_KEY, apiHost: host }, {}, ['--json', '--no-authorization']);
    return (JSON.parse(out) as FindingJson[]).find(({ check }) => check === 'clock');
  }

  it("is held against the date of Stripe's answer", async () => {
    expect(await stripeAhead(0)).toMatchObject({
      status: 'ok',
      found: expect.stringMatching(/^within [12] s of Stripe's$/),
    });
  });

  it('wants attention from some seconds on, and is at fault where signatures are refused', async () => {
    expect(await stripeAhead(-30_000)).toMatchObject({
      status: 'warning',
      found: expect.stringMatching(/^(29|30|31) s ahead of/),
    });
    expect(await stripeAhead(90_000)).toMatchObject({
      status: 'fault',
      found: expect.stringMatching(/^(89|90|91) s behind/),
    });
    expect(await stripeAhead(-90_000)).toMatchObject({ status: 'warning' });
    expect(await stripeAhead(-400_000)).toMatchObject({ status: 'fault' });
  });
});

describe('the data folder', () => {
  it('is at fault when it is no folder, and what is in it is left alone', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { code, all } = await findingsOf('', { dataDir: join(file, 'data') });
    expect(code).toBe(1);
    const statuses = Object.fromEntries(all.map(({ check, status }) => [check, status]));
    expect(statuses).toMatchObject({
      'data folder': 'fault',
      'disk sync': 'skipped',
      lock: 'skipped',
      database: 'skipped',
    });
  });

  // Nobody may write there, root included.
  it.skipIf(process.platform !== 'linux')('is at fault when it can only be read', async () => {
    const { code, found } = await findingsOf('data folder', { dataDir: '/proc/self' });
    expect(code).toBe(1);
    expect(found).toMatchObject([{ status: 'fault', do: expect.stringContaining('DATA_DIR') }]);
  });

  it.skipIf(process.platform !== 'linux')('wants attention when it is in memory', async () => {
    const { found } = await findingsOf('disk', { dataDir: '/dev/shm/countersign' });
    expect(found).toMatchObject([{ status: 'warning', found: expect.stringContaining('free on tmpfs') }]);
  });

  it('wants attention when its syncs are slow, or too quick to be true', async () => {
    const slow = await findingsOf('disk sync', {}, { monotonicMs: stepping(25) });
    expect(slow.found).toMatchObject([
      {
        status: 'warning',
        found: 'p50 25.00 ms, p99 25.00 ms of 50 fdatasyncs',
        do: expect.stringContaining('faster'),
      },
    ]);
    const unreal = await findingsOf('disk sync', {}, { monotonicMs: stepping(0.001) });
    expect(unreal.found).toMatchObject([{ status: 'warning', why: expect.stringContaining('power cut') }]);
    const sound = await findingsOf('disk sync', {}, { monotonicMs: stepping(3) });
    expect(sound.found).toMatchObject([{ status: 'ok' }]);
  });

  it('may be held by a running gateway, whose process is named', async () => {
    const dataDir = join(temporaryFolder(), 'data');
    mkdirSync(join(dataDir, 'pglite'), { recursive: true });
    const held = lockDataDir(dataDir);
    const { code, all } = await findingsOf('', { dataDir });
    held.release();
    expect(code).toBe(0);
    expect(all).toContainEqual(
      expect.objectContaining({
        check: 'lock',
        status: 'ok',
        found: `held by a running Countersign (pid ${process.pid})`,
      }),
    );
    expect(all).toContainEqual(
      expect.objectContaining({ check: 'database', status: 'skipped', found: expect.stringContaining('/readyz') }),
    );
  });
});

describe('twilio', () => {
  const settings = (host: string) => twilioSettings(host, { from: '+14155550999' });
  const numbers = (...urls: (string | null)[]) => ({
    incoming_phone_numbers: urls.map((url) => ({ sid: 'PN1', phone_number: '+14155550999', sms_url: url })),
    page: 0,
    next_page_uri: null,
  });
  const RIGHT = `${PUBLIC_URL}/webhooks/twilio/messages`;

  it.each<[string, (string | null)[], string, string]>([
    ['brings answers here', [RIGHT], 'ok', 'brings answers here'],
    ['brings answers here, with a wish how', [`${RIGHT}#rc=3`], 'ok', 'brings answers here'],
    ['has no such number', [], 'ok', `see to it that answers come to ${RIGHT}`],
    ['brings answers elsewhere', ['https://elsewhere.example'], 'warning', 'to https://elsewhere.example'],
    ['brings answers nowhere', [null], 'warning', 'to nowhere'],
  ])('%s', async (_case, urls, status, found) => {
    const { host, requests } = await recorder(() => ({ json: numbers(...urls) }));
    const { code, found: findings, all } = await findingsOf('twilio', { twilio: settings(host) });
    expect(findings).toMatchObject([{ status, found: expect.stringContaining(found) }]);
    expect([code, requests.length]).toEqual([0, 1]);
    expect(JSON.stringify(all)).not.toContain(TOKEN);
  });

  it('is at fault where Twilio refuses the account or can not be asked', async () => {
    const { host } = await recorder(() => ({ status: 401, json: { code: 20_003, message: TOKEN, status: 401 } }));
    const refused = await findingsOf('twilio', { twilio: settings(host) });
    expect(refused).toMatchObject({
      code: 1,
      found: [{ status: 'fault', do: expect.stringContaining('copy TWILIO') }],
    });
    const nowhere = await findingsOf('twilio', { twilio: settings('http://127.0.0.1:9') });
    expect(nowhere.found).toMatchObject([{ status: 'fault', found: expect.stringContaining('ECONNREFUSED') }]);
    expect(JSON.stringify([refused, nowhere])).not.toContain(TOKEN);
  });

  it('is left out where its settings are at fault, or not there', async () => {
    const problems = ['TWILIO_FROM is not set: …'];
    expect((await findingsOf('twilio', { problems })).found).toMatchObject([
      { status: 'skipped', found: expect.stringContaining('see configuration') },
    ]);
  });
});
