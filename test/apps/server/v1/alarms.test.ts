import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeAlarms } from '../../../../src/adapters/store/database/alarms.ts';
import { ownAlarm } from '../../../contract/database/alarms.ts';
import { countersignAt } from '../../cli/remote/terminal.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.pool.query('truncate alarms, outbox restart identity');
  const ended = { endedAtMs: Date.UTC(2026, 5, 1, 13), endReason: 'process_gone' } as const;
  await writeAlarms(
    stage.database.pool,
    [ownAlarm('alm_1', ended), ownAlarm('alm_2', { process: 'prc_2' }), ownAlarm('alm_3', { alarm: 'records_lost' })],
    Date.now(),
  );
});

const outbox = async () => (await stage.database.pool.query<{ key: string }>('select key from outbox')).rows;

describe('/v1/alarms', () => {
  it('shows what stands, what stood, or both, by name and page', async () => {
    const ids = async (query = {}) => (await stage.client.alarms.list(query)).data.map(({ id }) => id);
    expect(await ids()).toEqual(['alm_3', 'alm_2', 'alm_1']);
    expect(await ids({ state: 'standing' })).toEqual(['alm_3', 'alm_2']);
    expect(await ids({ state: 'past' })).toEqual(['alm_1']);
    expect(await ids({ alarm: 'records_lost' })).toEqual(['alm_3']);
    const paged: string[] = [];
    for await (const { id } of stage.client.alarms.each({ limit: 1 })) paged.push(id);
    expect(paged).toEqual(['alm_3', 'alm_2', 'alm_1']);
    expect((await stage.client.alarms.list({ state: 'past' })).data).toEqual([
      {
        id: 'alm_1',
        alarm: 'journal_unwritable',
        process: 'prc_1',
        process_name: 'host/1',
        raised_at: '2026-06-01T12:00:00.000Z',
        ended_at: '2026-06-01T13:00:00.000Z',
        end_reason: 'process_gone',
        times: 1,
        detail: { code: 'ENOSPC' },
        acknowledged_at: null,
        acknowledged_by: null,
        note: null,
      },
    ]);
  });

  it('are acknowledged once, by whom and when, with an audit row and word to the receiver', async () => {
    const { id, client } = await stage.keyed(['read', 'review']);
    const known = await client.alarms.acknowledge('alm_2', { note: 'disk is being replaced' });
    expect(known).toMatchObject({ acknowledged_by: { id, name: 'someone with read, review' }, ended_at: null });
    const again = await stage.client.alarms.acknowledge('alm_2', { note: 'me too' });
    expect(again).toEqual(known);
    const { data } = await stage.client.audit.list({ act: 'alarm.acknowledge' });
    expect(data.filter(({ subject }) => subject === 'alm_2')).toMatchObject([
      { by: { id }, detail: { alarm: 'journal_unwritable' } },
    ]);
    expect(await outbox()).toEqual([{ key: 'alarm.alm_2.acknowledged' }]);
    expect((await stage.client.alarms.list({ acknowledged: true })).data).toHaveLength(1);
    expect((await stage.client.alarms.list({ acknowledged: false })).data).toHaveLength(2);
  });

  it('that are over can be acknowledged too, and what is none can not', async () => {
    expect(await stage.client.alarms.acknowledge('alm_1')).toMatchObject({ note: null, end_reason: 'process_gone' });
    await expect(stage.client.alarms.acknowledge('alm_9')).rejects.toMatchObject({ code: 'not_found' });
    expect(await outbox()).toHaveLength(1);
  });

  it('are of the whole service: no key that is bound to a mode or an account sees them', async () => {
    const { client } = await stage.keyed(['read', 'review'], { account: 'acct_1' });
    await expect(client.alarms.list()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(client.alarms.acknowledge('alm_1')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('countersign alarms', () => {
  const countersign = (...words: string[]) => countersignAt({ url: stage.url, apiKey: stage.admin.key }, words);

  it('shows what stands, and with --all what stood', async () => {
    const { code, out } = await countersign('alarms');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^ID +ALARM +RAISED \(UTC\) +ENDED \(UTC\) +TIMES +PROCESS +KNOWN TO +DETAIL$/);
    expect(out).toMatch(/\nalm_2 +journal_unwritable +2026-06-01 12:00 +1 +host\/1 +code=ENOSPC\n/);
    expect(out).not.toContain('alm_1 ');
    const all = await countersign('alarms', '--all', '--alarm', 'journal_unwritable');
    expect(all.out).toMatch(/\nalm_1 .* 2026-06-01 13:00 process_gone /);
    expect((await countersign('alarms', '--json')).json).toHaveLength(2);
    expect(await countersign('alarms', '--limit', '1')).toMatchObject({ err: 'there are more: --limit N\n' });
    expect((await countersign('alarms', '--alarm', 'rule_failed')).out).toBe('No alarm stands.\n');
  });

  it('acknowledges, and names what is no alarm', async () => {
    const known = await countersign('alarms', 'ack', 'alm_2', 'alm_9', '--note', 'known');
    expect([known.code, known.err]).toEqual([1, 'countersign alarms: there is no alarm alm_9\n']);
    expect(known.out).toMatch(/^alm_2 \(journal_unwritable\): known to someone with admin since 20.* UTC\n$/);
    expect((await countersign('alarms')).out).toMatch(/someone with admin: known +code=ENOSPC/);
    expect((await countersign('alarms', 'ack', 'alm_3', '--json')).json).toMatchObject([{ id: 'alm_3', note: null }]);
  });

  it.each([
    [['ack'], 'countersign alarms ack ID… [--note TEXT]'],
    [['akc', 'alm_1'], 'did you mean "ack"?'],
    [['--note', 'x'], '--note goes with "alarms ack ID"'],
    [['ack', 'alm_1', '--all'], '--all does not go with "alarms ack"'],
  ])('explains %j', async (words, said) => {
    const { code, err } = await countersign('alarms', ...words);
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });
});
