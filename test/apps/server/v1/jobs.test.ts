import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JobGivenUp } from '../../../../src/core/domain/job.ts';
import { until } from '../../../support/serve.ts';
import { countersignAt } from '../../cli/remote/terminal.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
let isMended = false;
beforeAll(async () => {
  stage = await openStage();
  await stage.queue.add(
    ['one', 'two', 'card:ic_3'].map((key) => ({ name: 'retrieve_authorization', key, data: { authorization: key } })),
  );
  const working = stage.queue.work({
    queues: ['stripe'],
    handlers: {
      async retrieve_authorization({ authorization }) {
        if (!isMended) throw new JobGivenUp(`Stripe refused it: ${authorization}`);
      },
    },
  });
  await until(async () => (await stage.queue.dead({ offset: 0, limit: 10 })).length === 3);
  await working.close();
}, 180_000);
afterAll(() => stage.close());

const countersign = (words: readonly string[]) => countersignAt({ url: stage.url, apiKey: stage.admin.key }, words);

describe('jobs over the API', () => {
  it('tells how the queues stand, and what waits for a setting', async () => {
    const state = await stage.client.jobs.get();
    expect(state).toMatchObject({ done_by: 'here', inbox: 0, outbox: 0 });
    expect(state.queues).toMatchObject([
      { queue: 'stripe', waiting: 0, dead: 3, waits_for: 'STRIPE_SECRET_KEY' },
      { queue: 'notify', dead: 0, waits_for: null },
      { queue: 'work', dead: 0, waits_for: null },
      { queue: 'sms', dead: 0, waits_for: null },
    ]);
  });

  it('lists dead letters in pages, each once', async () => {
    const first = await stage.client.jobs.dead({ limit: 2 });
    const rest = await stage.client.jobs.dead({ limit: 2, ...(first.next !== null && { cursor: first.next }) });
    expect([first.data.length, rest.data.length, rest.next]).toEqual([2, 1, null]);
    const keys = [...first.data, ...rest.data].map(({ key }) => key).sort();
    expect(keys).toEqual(['card:ic_3', 'one', 'two']);
    expect(first.data[0]?.error).toMatch(/^Stripe refused it: /);
  });

  it('shows a job by its key and by its id; says of one that is unknown or no dead letter', async () => {
    const found = await stage.client.jobs.find('card:ic_3');
    expect(found).toMatchObject({
      id: 'card%3Aic_3',
      key: 'card:ic_3',
      state: 'dead',
      data: { authorization: 'card:ic_3' },
    });
    expect(await stage.client.jobs.find(found.id)).toEqual(found);
    await expect(stage.client.jobs.find('nothing')).rejects.toMatchObject({ code: 'not_found' });
    await stage.queue.add([{ name: 'retrieve_authorization', key: 'waits', data: {}, notBeforeMs: Date.now() + 9e6 }]);
    await expect(stage.client.jobs.retry('waits')).rejects.toMatchObject({ code: 'conflict' });
    await expect(stage.client.jobs.retry('nothing')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('tells whoever may read how many there are, and only an admin what they are about', async () => {
    const { client } = await stage.keyed(['read']);
    expect((await client.jobs.get()).queues).toHaveLength(4);
    await expect(client.jobs.dead()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(client.jobs.retryAll()).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is for keys that are bound to nothing', async () => {
    const bound = await stage.keyed(['admin'], { livemode: false });
    await expect(bound.client.jobs.get()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(bound.client.jobs.dead()).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the page on the queues', () => {
  const page = (authorization: string | null, path = '', method = 'GET') =>
    fetch(`${stage.url}/v1/jobs/board${path}`, {
      method,
      headers: authorization === null ? {} : { Authorization: authorization },
    });
  const basic = (key: string) => `Basic ${Buffer.from(`anybody:${key}`).toString('base64')}`;

  it('wants a key of scope admin, as Bearer or as the password of a browser', async () => {
    const nobody = await page(null);
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    expect((await page(basic('csk_nobody_knows_this_key_at_all'))).status).toBe(401);
    const reader = await stage.keyed(['read']);
    expect((await page(basic(reader.key))).status).toBe(403);
    expect((await page(`Bearer ${stage.admin.key}`, '/')).status).toBe(200);
    const shown = await page(basic(stage.admin.key), '/');
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain('<base href="/v1/jobs/board/"');
    expect(shown.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('shows the queues and their dead letters, and does nothing to them', async () => {
    const listed = await page(
      basic(stage.admin.key),
      '/api/queues?activeQueue=stripe&status=failed&page=1&jobsPerPage=10',
    );
    expect(listed.status).toBe(200);
    const { queues } = (await listed.json()) as { queues: { name: string; counts: { failed: number } }[] };
    expect(queues.find(({ name }) => name === 'stripe')?.counts.failed).toBe(3);
    for (const [method, path] of [
      ['PUT', '/api/queues/stripe/retry/failed'],
      ['PUT', '/api/queues/stripe/one/retry/failed'],
      ['PUT', '/api/queues/stripe/pause'],
      ['PUT', '/api/queues/pause'],
      ['PUT', '/api/queues/stripe/clean/failed'],
      ['POST', '/api/queues/stripe/add'],
    ] as const) {
      await page(basic(stage.admin.key), path, method);
    }
    expect(await stage.queue.states()).toMatchObject([{ dead: 3, waiting: 0 }, {}, {}, {}]);
    for (const queue of await stage.queue.library()) expect(await queue.isPaused()).toBe(false);
  });
});

describe('countersign jobs', () => {
  it('shows how the queues stand', async () => {
    const { code, out } = await countersign(['jobs']);
    expect(code).toBe(0);
    expect(out).toMatch(/^QUEUE +WAITING +ACTIVE +DELAYED +DEAD +OLDEST WAITS SINCE \(UTC\) +WAITS FOR\n/);
    expect(out).toMatch(/\nstripe +0 +0 +1 +3 +- +STRIPE_SECRET_KEY\n/);
    expect(out).toContain('0 records to look at, 0 jobs to hand over; the gateway does them.');
    expect((await countersign(['jobs', '--json'])).json.queues).toHaveLength(4);
  });

  it('lists dead letters with why they are, and shows one', async () => {
    const { out } = await countersign(['jobs', 'dead']);
    expect(out).toMatch(/^JOB +NAME +TRIES +DIED \(UTC\) +ERROR\n/);
    expect(out).toMatch(/\none +retrieve_authorization +1 +20.* +Stripe refused it: one\n/);
    const shown = await countersign(['jobs', 'show', 'one']);
    expect(shown.out).toMatch(
      /^job {6}one\nname {5}retrieve_authorization, in stripe\nstate {4}dead, tried 1 of 8 times\n/,
    );
    const unknown = await countersign(['jobs', 'show', 'nothing']);
    expect([unknown.code, unknown.err]).toEqual([1, expect.stringContaining('no job nothing is known')]);
  });

  it('tries one again, then all, and tells the audit who did', async () => {
    isMended = true;
    const one = await countersign(['jobs', 'retry', 'one']);
    expect([one.code, one.err]).toEqual([0, '']);
    expect(one.out).toContain('waiting, tried 0 of 8 times');
    const again = await countersign(['jobs', 'retry', 'one']);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('no dead letter')]);
    expect((await countersign(['jobs', 'retry', '--all'])).out).toBe('2 dead letters will be tried again.\n');
    expect((await countersign(['jobs', 'retry', '--all'])).out).toBe('There are no dead letters.\n');
    expect((await countersign(['jobs', 'dead'])).out).toBe('There are no dead letters.\n');
    const { data } = await stage.client.audit.list({ act: 'job.retry' });
    // Not by its id, which may name somebody: nothing is ever taken out of the audit.
    expect(data.map(({ subject }) => subject)).toEqual(['dead', 'retrieve_authorization']);
    const wrong = await countersign(['jobs', 'retry']);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--all')]);
  });
});
