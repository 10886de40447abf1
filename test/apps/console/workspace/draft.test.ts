import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changesOf,
  type Draft,
  draftOf,
  leftOf,
  pack,
  rebased,
  renamed,
  reverted,
  unpack,
  withFile,
  withoutFile,
} from '../../../../src/apps/console/workspace/draft.ts';
import { createDraftStore } from '../../../../src/apps/console/workspace/draft-store.ts';

const BASE = { 'portfolios.yaml': 'p', 'rules/a.yaml': 'a', 'rules/b.yaml': 'b' };
const draft = draftOf('pol_1', BASE);

describe('a draft', () => {
  test('tells what it changes', () => {
    const changed = withoutFile(withFile(withFile(draft, 'rules/a.yaml', 'A'), 'lists/x.yaml', 'x'), 'rules/b.yaml');
    expect(changesOf(changed)).toEqual([
      { name: 'lists/x.yaml', change: 'added' },
      { name: 'rules/a.yaml', change: 'changed' },
      { name: 'rules/b.yaml', change: 'removed' },
    ]);
    expect(changesOf(withFile(changed, 'rules/a.yaml', 'a')).map(({ name }) => name)).not.toContain('rules/a.yaml');
  });

  test('gives a file another name, and takes back what was changed in one', () => {
    const moved = renamed(draft, 'rules/a.yaml', 'rules/c.yaml');
    expect(changesOf(moved).map(({ change }) => change)).toEqual(['removed', 'added']);
    expect(changesOf(reverted(reverted(moved, 'rules/a.yaml'), 'rules/c.yaml'))).toEqual([]);
  });

  test('is the same after it was kept', () => {
    const files = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.string());
    fc.assert(
      fc.property(files, files, (original, now) => {
        const before: Draft = { base: 'pol_1', original, files: now };
        expect(unpack(JSON.parse(JSON.stringify(pack(before))), original)).toEqual(before);
      }),
    );
  });
});

describe('what is left of a draft that was stored', () => {
  const sent = withFile(draft, 'rules/a.yaml', 'sent');

  test('is nothing where nothing was typed since, or it was taken back', () => {
    expect(leftOf(sent, sent, 'pol_2')).toBeNull();
    expect(leftOf(withFile(withFile(sent, 'rules/a.yaml', 'since'), 'rules/a.yaml', 'sent'), sent, 'pol_2')).toBeNull();
  });

  test('is what was typed since, made from what was stored', () => {
    const left = leftOf(withFile(sent, 'rules/b.yaml', 'since'), sent, 'pol_2');
    expect(left).toEqual({ base: 'pol_2', original: sent.files, files: { ...sent.files, 'rules/b.yaml': 'since' } });
    expect(left && changesOf(left)).toEqual([{ name: 'rules/b.yaml', change: 'changed' }]);
  });
});

describe('a draft over a newer version', () => {
  const mine = withFile(draft, 'rules/a.yaml', 'mine');

  test('has what both changed in different files', () => {
    const newer = { ...BASE, 'rules/b.yaml': 'theirs', 'rules/new.yaml': 'n' };
    const { draft: now, conflicts } = rebased(mine, 'pol_2', newer);
    expect(now).toEqual({ base: 'pol_2', original: newer, files: { ...newer, 'rules/a.yaml': 'mine' } });
    expect(conflicts).toEqual([]);
  });

  test('keeps its own text of a file that both changed, and names it', () => {
    const { draft: now, conflicts } = rebased(mine, 'pol_2', { ...BASE, 'rules/a.yaml': 'theirs' });
    expect(conflicts).toEqual(['rules/a.yaml']);
    expect(now.files['rules/a.yaml']).toBe('mine');
  });

  test('has no conflict where both changed a file alike', () => {
    expect(rebased(mine, 'pol_2', { ...BASE, 'rules/a.yaml': 'mine' }).conflicts).toEqual([]);
    expect(changesOf(rebased(mine, 'pol_2', { ...BASE, 'rules/a.yaml': 'mine' }).draft)).toEqual([]);
  });

  test('names a file that it changed and the other took away', () => {
    const { 'rules/a.yaml': _, ...without } = BASE;
    expect(rebased(mine, 'pol_2', without).conflicts).toEqual(['rules/a.yaml']);
  });
});

describe('where drafts are kept', () => {
  function storage(kept: Record<string, string> = {}) {
    return {
      kept,
      getItem: (key: string) => kept[key] ?? null,
      setItem(key: string, value: string) {
        kept[key] = value;
      },
      removeItem(key: string) {
        delete kept[key];
      },
    };
  }

  test('each person has one of their own', () => {
    const place = storage();
    createDraftStore('ann', place).write({ base: 'pol_1', changed: { a: null } });
    expect(createDraftStore('ann', place).read()).toEqual({ base: 'pol_1', changed: { a: null } });
    expect(createDraftStore('bob', place).read()).toBeNull();
    createDraftStore('ann', place).write(null);
    expect(place.kept).toEqual({});
  });

  test('what another software wrote is none, and a full store is told', () => {
    for (const written of ['{', '5', '{"base":1,"changed":{}}', '{"base":"pol_1","changed":{"a":5}}']) {
      expect(createDraftStore('ann', storage({ 'countersign.draft.ann': written })).read()).toBeNull();
    }
    const full = { ...storage(), setItem: () => Promise.reject() as never };
    const throwing = {
      ...full,
      setItem() {
        throw new Error('full');
      },
    };
    expect(createDraftStore('ann', throwing).write({ base: 'pol_1', changed: {} })).toBe(false);
  });
});
