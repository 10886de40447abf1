import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sayPresence } from '../../../../src/adapters/store/database/processes.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { limits } from '../../../../src/core/domain/limits.ts';
import type { Presence } from '../../../../src/core/domain/presence.ts';
import { eventText } from '../../../adapters/store/database/fixtures.ts';
import { countersignAt } from '../../cli/remote/terminal.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const nowMs = Date.now();
  const say = (id: string, agoMs: number, more: Partial<Presence> = {}, isEnding = false) => {
    const presence = { id, name: `host/${id}`, role: 'gateway', program: '0.1.0', node: '24.21.0' } as const;
    const times = { policyVersion: 'pol_1', startedAtMs: nowMs - agoMs - 1_000 };
    return sayPresence(stage.database.pool, { ...presence, ...times, ...more }, nowMs - agoMs, isEnding);
  };
  await say('up', 1_000);
  await say('stopped', 5_000, { role: 'worker', policyVersion: null }, true);
  await say('silent', limits.presenceGoneMs + 1_000);
  await say('old', limits.presenceShownMs + 1_000);
  const event = { ...JSON.parse(eventText('evt_1')), api_version: '2026-03-25.dahlia' };
  await writeRecords(stage.database.pool, [JSON.stringify(event)]);
});
afterAll(() => stage.close());

describe('GET /v1/system', () => {
  it('tells versions, also of the database and of what Stripe sends', async () => {
    const system = await stage.client.system.get();
    expect(system).toMatchObject({ program: '0.1.0', policy: { live: stage.live.current().version } });
    expect(system.database.server).toMatch(/^\d+\.\d+/);
    expect(system.stripe.seen).toMatchObject([{ version: '2026-03-25.dahlia' }]);
    expect(system.disk?.free_bytes).toBeGreaterThan(0);
  });

  it('tells which gateways and workers are there, were stopped, or fell silent', async () => {
    const { processes } = await stage.client.system.get();
    expect(processes.map(({ id, role, state }) => [id, role, state])).toEqual([
      ['up', 'gateway', 'up'],
      ['stopped', 'worker', 'stopped'],
      ['silent', 'gateway', 'silent'],
    ]);
  });

  it('tells limits with their values and a word, and how long every table is kept', async () => {
    const { limits: shown, retention } = await stage.client.system.get();
    const patience = shown.find(({ name }) => name === 'stripeTimeoutMs');
    expect(patience).toMatchObject({ value: 2_000, unit: 'ms', what: expect.stringContaining('Stripe waits') });
    expect(retention).toContainEqual(expect.objectContaining({ table: 'alarms', days: 400 }));
    expect(retention).toContainEqual(expect.objectContaining({ table: 'audit', days: null }));
  });

  it('may be read by whoever may read, in whatever world, and holds no path', async () => {
    const bound = await stage.keyed(['read'], { livemode: true, account: 'acct_1' });
    expect(JSON.stringify(await bound.client.system.get())).not.toContain(stage.dir);
    const none = await stage.keyed(['events']);
    await expect(none.client.system.get()).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('countersign system', () => {
  const countersign = (...words: string[]) => countersignAt({ url: stage.url, apiKey: stage.admin.key }, words);

  it('shows versions, stores and processes', async () => {
    const { code, out } = await countersign('system');
    expect(code).toBe(0);
    expect(out).toMatch(/^version {4}0\.1\.0, Node 24\.21\.0, console not built\n/);
    expect(out).toMatch(/\nstripe {5}test key, API 2026-10-28\.test; events came in 2026-03-25\.dahlia\n/);
    expect(out).toMatch(/\nhost\/stopped +worker +stopped /);
  });

  it('shows which settings are made, never what they say, and all of it as JSON', async () => {
    expect((await countersign('system', '--settings')).out).toBe('SETTING            SET\nSTRIPE_SECRET_KEY  yes\n');
    expect((await countersign('system', '--json')).json).toMatchObject({ program: '0.1.0' });
  });
});
