import { beforeEach, describe, expect, it } from 'vitest';
import { addRunRows, keptRows, runRowTexts, shownRows } from '../../../src/adapters/store/database/backtest-rows.ts';
import {
  addRun,
  beatRun,
  cancelRun,
  claimRun,
  countOpenRuns,
  deleteRun,
  endRun,
  findRun,
  leaveRun,
  listRuns,
  noteBreak,
  pruneRuns,
  runResult,
} from '../../../src/adapters/store/database/backtests.ts';
import type { Database } from '../../../src/adapters/store/database/open.ts';
import { limits } from '../../../src/core/domain/limits.ts';
import type { SampleCell } from '../../../src/core/history/result.ts';
import type { RunAsked, RunRow } from '../../../src/core/history/run.ts';

const NOW_MS = Date.UTC(2026, 5, 1);
const SCOPE = { livemode: false, account: null };
const ASKED: RunAsked = {
  policy: { of: 'live', version: 'pol_1', broken: [] },
  ...{ against: null, profile: null, portfolio: null, fromMs: null, toMs: NOW_MS, labels: null },
  ...{ velocity: 'replay', isRecounted: false, maturityDays: 60, aims: null },
};
const FILES = { policy: [{ name: 'portfolios.yaml', text: 'portfolios: []' }], against: null };

/** Runs on history, and what they show, are kept on every database. */
export function backtestsContract(database: () => Database): void {
  const pool = () => database().pool;
  const add = (id: string, more: { kind?: 'backtest' | 'tune'; scope?: typeof SCOPE } = {}) =>
    addRun(
      pool(),
      { id, scope: SCOPE, kind: 'backtest', author: 'key_1', asked: ASKED, files: FILES, ...more },
      NOW_MS,
    );
  const claim = (nowMs = NOW_MS, lateMs = nowMs - 10) => claimRun(pool(), { nowMs, lateMs });

  describe('runs on history', () => {
    beforeEach(async () => {
      await pool().query('truncate backtests, backtest_rows restart identity');
    });

    it('wait as they were asked for, and are taken by one, the first first', async () => {
      expect(await add('bt_1')).toMatchObject({ id: 'bt_1', state: 'queued', asked: ASKED, scope: SCOPE });
      await add('bt_2');
      const [first, second, none] = [await claim(), await claim(), await claim()];
      expect(first).toMatchObject({ id: 'bt_1', files: FILES, asked: ASKED, tries: 1 });
      expect([second?.id, none]).toEqual(['bt_2', null]);
      expect(await findRun(pool(), 'bt_1')).toMatchObject({ state: 'running', startedAtMs: NOW_MS, endedAtMs: null });
    });

    it('are taken again when whoever was at one is not heard of, who then has no more say', async () => {
      await add('bt_1');
      const first = await claim(NOW_MS);
      if (!first) throw new Error('not taken');
      expect(await beatRun(pool(), first, { stage: 'deciding', rows: 7, share: 0.5 }, NOW_MS + 100)).toBe(true);
      expect(await claim(NOW_MS + 105)).toBeNull();
      expect((await findRun(pool(), 'bt_1'))?.progress).toEqual({ stage: 'deciding', rows: 7, share: 0.5 });
      const second = await claim(NOW_MS + 120);
      expect(second).toMatchObject({ id: 'bt_1', tries: 2 });
      expect(await beatRun(pool(), first, null, NOW_MS + 130)).toBe(false);
      expect(await endRun(pool(), first, { result: '{}' }, NOW_MS + 130)).toBe(false);
      expect(second && (await endRun(pool(), second, { result: '{"b": 1, "a": 2}' }, NOW_MS + 140))).toBe(true);
      expect(await findRun(pool(), 'bt_1')).toMatchObject({ state: 'done', endedAtMs: NOW_MS + 140, progress: null });
      expect(await runResult(pool(), 'bt_1')).toBe('{"b": 1, "a": 2}');
      expect(await claim(NOW_MS + 9_000)).toBeNull();
    });

    it('can be left to others as if nobody had been at them', async () => {
      await add('bt_1');
      const first = await claim();
      if (first) await leaveRun(pool(), first);
      expect((await findRun(pool(), 'bt_1'))?.state).toBe('queued');
      expect((await claim())?.tries).toBe(1);
    });

    it('tell whoever takes them again what broke them off, and whoever has no more say tells nothing', async () => {
      await add('bt_1');
      const first = await claim();
      expect(first?.brokenBy).toBeNull();
      if (first) await noteBreak(pool(), first, 'the database went away');
      const second = await claim(NOW_MS + 20);
      expect(second?.brokenBy).toBe('the database went away');
      if (first) await noteBreak(pool(), first, 'again');
      expect((await claim(NOW_MS + 40))?.brokenBy).toBe('the database went away');
      expect((await findRun(pool(), 'bt_1'))?.error).toBeNull();
    });

    it('fail with a word, and are cancelled while they are not over', async () => {
      await add('bt_1');
      await add('bt_2');
      const first = await claim();
      if (first) await endRun(pool(), first, { error: 'there is nothing' }, NOW_MS);
      expect(await findRun(pool(), 'bt_1')).toMatchObject({ state: 'failed', error: 'there is nothing' });
      expect(await cancelRun(pool(), 'bt_1', NOW_MS)).toBeNull();
      const second = await claim();
      expect(await cancelRun(pool(), 'bt_2', NOW_MS)).toMatchObject({ state: 'cancelled', endedAtMs: NOW_MS });
      expect(second && (await beatRun(pool(), second, null, NOW_MS))).toBe(false);
      expect(await runResult(pool(), 'bt_2')).toBeNull();
    });

    it('keep the files of their policies until they are over, and no longer', async () => {
      for (const id of ['bt_done', 'bt_failed', 'bt_cancelled', 'bt_waits', 'bt_taken']) await add(id);
      const [done, failed] = [await claim(), await claim()];
      if (done) await endRun(pool(), done, { result: '{}' }, NOW_MS);
      if (failed) await endRun(pool(), failed, { error: 'there is nothing' }, NOW_MS);
      await cancelRun(pool(), 'bt_cancelled', NOW_MS);
      const { rows } = await pool().query('select id, files from backtests where files is not null order by seq');
      expect(rows).toEqual([
        { id: 'bt_waits', files: FILES },
        { id: 'bt_taken', files: FILES },
      ]);
      expect(await claim()).toMatchObject({ id: 'bt_waits', files: FILES });
    });

    it('are listed by mode and account, the latest first, page by page', async () => {
      for (const id of ['bt_1', 'bt_2', 'bt_3']) await add(id);
      await add('bt_live', { scope: { ...SCOPE, livemode: true } });
      await add('bt_tune', { kind: 'tune' });
      const page = await listRuns(pool(), { scope: SCOPE, limit: 2 });
      expect(page.map(({ id }) => id)).toEqual(['bt_tune', 'bt_3']);
      const next = await listRuns(pool(), { scope: SCOPE, limit: 9, after: page.at(-1)?.seq, kind: 'backtest' });
      expect(next.map(({ id }) => id)).toEqual(['bt_2', 'bt_1']);
      expect(await listRuns(pool(), { scope: SCOPE, limit: 9, state: 'done' })).toEqual([]);
      expect(await countOpenRuns(pool())).toBe(5);
    });

    it('make room for new ones: the oldest go that are over', async () => {
      for (const id of ['bt_1', 'bt_2', 'bt_3', 'bt_4']) await add(id);
      for (const id of ['bt_2', 'bt_3']) await cancelRun(pool(), id, NOW_MS);
      await pruneRuns(pool(), SCOPE, 2);
      const left = await listRuns(pool(), { scope: SCOPE, limit: 9 });
      expect(left.map(({ id }) => id)).toEqual(['bt_4', 'bt_3', 'bt_1']);
    });
  });

  describe('authorizations that a run shows', () => {
    const row = (authorization: string, more: Partial<RunRow> = {}): RunRow => ({
      ...{ place: 'kept', cell: 'fp', askedAtMs: NOW_MS, authorization, card: 'ic_1', matched: [], isChanged: false },
      fields: { authorization },
      ...more,
    });
    const keep = (rows: readonly RunRow[]) => addRunRows(pool(), { id: 'bt_1', scope: SCOPE }, runRowTexts(rows));

    beforeEach(async () => {
      await pool().query('truncate backtests, backtest_rows restart identity');
      await add('bt_1');
    });

    it('come back in their order: those of the result, and those that are kept besides', async () => {
      const shown = [row('iauth_2', { place: 'samples' }), row('iauth_1', { place: 'changed', cell: null })];
      await keep([...shown, row('iauth_3', { matched: ['a', 'b'] })]);
      expect(await shownRows(pool(), 'bt_1')).toEqual(
        shown.map(({ place, cell, fields }) => ({ place, cell, fields })),
      );
      expect(await keptRows(pool(), 'bt_1', { limit: 9 })).toMatchObject([
        { cell: 'fp', matched: ['a', 'b'], fields: { authorization: 'iauth_3' } },
      ]);
      expect(await keptRows(pool(), 'bt_2', { limit: 9 })).toEqual([]);
    });

    it('may be more than are written at a time, and keep their order', async () => {
      const ids = Array.from({ length: limits.backtestRowsAtATime + 2 }, (_, at) => `iauth_${at}`);
      await keep(ids.map((id) => row(id)));
      const kept = await keptRows(pool(), 'bt_1', { limit: ids.length + 1 });
      expect(kept.map(({ fields }) => fields)).toEqual(ids.map((authorization) => ({ authorization })));
    });

    it('are found by cell, by rule, and by whether the other policy differs', async () => {
      const cells: readonly SampleCell[] = ['tp', 'fp', 'fp', 'fn'];
      const rows = cells.map((cell, at) =>
        row(`iauth_${at}`, { cell, matched: at % 2 === 0 ? ['even'] : [], isChanged: at === 2 }),
      );
      await keep(rows);
      const found = async (query: object) =>
        (await keptRows(pool(), 'bt_1', { limit: 9, ...query })).map(({ fields }) => Object.values(fields)[0]);
      expect(await found({ cell: 'fp' })).toEqual(['iauth_1', 'iauth_2']);
      expect(await found({ rule: 'even' })).toEqual(['iauth_0', 'iauth_2']);
      expect(await found({ cell: 'fp', rule: 'even' })).toEqual(['iauth_2']);
      expect(await found({ isChanged: true })).toEqual(['iauth_2']);
      const [first] = await keptRows(pool(), 'bt_1', { limit: 1 });
      expect(await found({ after: first?.seq })).toEqual(['iauth_1', 'iauth_2', 'iauth_3']);
    });

    it('go with their run', async () => {
      await keep([row('iauth_1')]);
      await deleteRun(pool(), 'bt_1');
      expect((await pool().query('select 1 from backtest_rows')).rows).toEqual([]);
    });
  });
}
