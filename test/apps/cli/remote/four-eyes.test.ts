import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { openStage, type Stage, stricter } from '../../server/v1/stage.ts';
import { countersignAt } from './terminal.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ isFourEyes: true });
});
afterAll(() => stage.close());

it('with four eyes a version waits, its author can not activate it, and somebody else can', async () => {
  const before = stage.live.current().version;
  const texts = stricter(60).map(({ name, text }) => [name, text] as const);
  const folder = writeFiles(temporaryFolder(), Object.fromEntries(texts));
  const mine = { url: stage.url, apiKey: stage.admin.key };
  const { code, out } = await countersignAt(mine, ['apply', folder]);
  const version = /(pol_\w+) is stored and waits for another pair of eyes/.exec(out)?.[1] ?? '';
  expect([code, out]).toEqual([0, expect.stringContaining(`\n  countersign activate ${version}\n`)]);
  expect(out).toContain('75 → 60');
  expect(stage.live.current().version).toBe(before);

  const own = await countersignAt(mine, ['activate', version]);
  expect([own.code, own.err]).toEqual([
    1,
    expect.stringMatching(/^countersign activate: .*somebody other than its author/),
  ]);
  const agree = async (scopes: readonly string[]) => {
    const { key } = await stage.keyed(scopes);
    return countersignAt({ url: stage.url, apiKey: key }, ['activate', version, '--note', 'agreed']);
  };
  expect(await agree(['policy', 'read'])).toMatchObject({ code: 1, err: expect.stringContaining('the scope approve') });
  const other = await agree(['policy', 'approve', 'read']);
  expect([other.code, other.out]).toEqual([0, expect.stringMatching(new RegExp(`${version} is live\\.\n$`))]);
  expect(stage.live.current().version).toBe(version);
});
