import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/core/domain/random.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { type Serving, serve, until } from '../support/serve.ts';
import { askEvent, authorizationObject, freshAsk, PERSON } from '../support/stripe.ts';

const POLICY = { 'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n' };
const threshold = (score: number) => `thresholds: { fraud_risk_score: { decline: ${score} } }\n`;

/** Keeps asking from several sides at once until the service is gone; gives every answer by its ask. */
async function askUntilGone(serving: Serving, round: number, stopAfterMs: number): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const startMs = Date.now();
  const kill = new Promise<void>((resolve) => setTimeout(() => void serving.kill().then(resolve), stopAfterMs));
  await Promise.all([
    kill,
    ...Array.from({ length: 8 }, async (_, lane) => {
      for (let number = 0; ; number += 1) {
        const id = `${round}_${lane}_${number}`;
        const answer = await serving.ask(freshAsk(id, number % 100, startMs));
        if (answer === null) return;
        expect(answer.status).toBe(200);
        answers.set(id, answer.text);
      }
    }),
  ]);
  return answers;
}

describe('every answer', () => {
  test.each([20261121, 7])(
    'is the same after SIGKILL under load, again and again (seed %i)',
    async (seed) => {
      const random = createRandom(seed);
      const dataDir = temporaryFolder();
      const answered = new Map<string, string>();
      for (let round = 0; round < 4; round += 1) {
        const serving = await serve(dataDir);
        for (const [id, text] of await askUntilGone(serving, round, 100 + random() * 1500)) answered.set(id, text);
      }
      expect(answered.size).toBeGreaterThan(100);
      const serving = await serve(dataDir);
      const differing: string[] = [];
      for (const [id, text] of answered) {
        const again = await serving.ask(freshAsk(id, 0, Date.now()));
        if (again?.text !== text) differing.push(id);
      }
      expect(differing).toEqual([]);
      expect(await serving.stop()).toBe(0);
    },
    120_000,
  );

  test('to an ask of long ago is still known after a restart, from the database', async () => {
    const dataDir = temporaryFolder();
    const old = askEvent(authorizationObject({ risk_assessment: { fraud_risk: { score: 99 } } }));
    const before = await serve(dataDir);
    await until(
      async () =>
        (await before.ready()).database && ((await before.ready()).database as { state: string }).state === 'open',
    );
    const first = await before.ask(old);
    expect(await before.stop()).toBe(0);

    const after = await serve(dataDir);
    await until(async () => ((await after.ready()).database as { state: string }).state === 'open');
    expect((await after.ask(old))?.text).toBe(first?.text);
    expect((await after.ask({ ...old, id: 'evt_another' }))?.text).toBe(first?.text);
  }, 60_000);

  test('is the same right after a restart, though it left the journal and another policy is in force', async () => {
    const dataDir = temporaryFolder();
    const policies = writeFiles(temporaryFolder(), { ...POLICY, 'profiles/a.yaml': threshold(50) });
    const isShipped = async (serving: Serving) => {
      const { journal, database } = await serving.ready();
      const { unshipped_bytes } = journal as { unshipped_bytes: number };
      return (database as { state: string }).state === 'open' && unshipped_bytes === 0;
    };
    const ask = freshAsk('declined', 60, Date.now());
    const first = await serve(dataDir, { POLICIES: policies });
    const answer = await first.ask(ask);
    expect(JSON.parse(answer?.text ?? '')).toMatchObject({ approved: false });
    await until(() => isShipped(first));
    await first.stop();
    // The second start drops the segment that the first one shipped.
    const second = await serve(dataDir, { POLICIES: policies });
    await until(() => isShipped(second));
    await second.stop();
    writeFiles(policies, { 'profiles/a.yaml': threshold(75) });
    const third = await serve(dataDir, { POLICIES: policies });
    expect((await third.ask(ask))?.text).toBe(answer?.text);
  }, 60_000);
});

describe('SIGTERM', () => {
  test('ends the service in time although callers keep their connections busy', async () => {
    const serving = await serve(temporaryFolder());
    let isOver = false;
    let answered = 0;
    const callers = Array.from({ length: 4 }, async (_, lane) => {
      for (let number = 0; !isOver; number += 1) {
        const answer = await serving.ask(freshAsk(`${lane}_${number}`, 10, Date.now()));
        if (answer === null) return;
        answered += 1;
      }
    });
    await until(async () => answered > 50);
    const startMs = performance.now();
    expect(await serving.stop()).toBe(0);
    expect(performance.now() - startMs).toBeLessThan(8000);
    isOver = true;
    await Promise.all(callers);
  }, 60_000);
});

describe('a data folder', () => {
  test('is for one process: a second one is refused, and can have it once the first is gone', async () => {
    const dataDir = temporaryFolder();
    const first = await serve(dataDir);
    await expect(serve(dataDir)).rejects.toThrow(/ended with 1[\s\S]*another Countersign \(pid \d+\) is using/);
    await first.kill();
    const second = await serve(dataDir);
    expect(await second.stop()).toBe(0);
  }, 60_000);

  test('and the logs hold no person, no card number and no secret after a busy run', async () => {
    const dataDir = temporaryFolder();
    const pan = '4242424242424242';
    const serving = await serve(dataDir);
    for (let number = 0; number < 50; number += 1) {
      await serving.ask(
        freshAsk(number, number * 2, Date.now(), { metadata: { note: pan }, card: { number: pan, cvc: '987654' } }),
      );
      await serving.send({
        ...freshAsk(`e${number}`, 1, Date.now(), { metadata: { note: pan } }),
        type: 'issuing_authorization.updated',
      });
    }
    await serving.ask({ ...freshAsk('unreadable', 1, Date.now()), data: { object: { ...PERSON, number: pan } } });
    await until(async () => ((await serving.ready()).journal as { unshipped_bytes: number }).unshipped_bytes === 0);
    await serving.stop();
    const kept = everythingIn(dataDir) + serving.log.join('\n');
    expect(kept).toContain('iauth_49');
    for (const personal of [...Object.values(PERSON), pan, '987654', 'whsec_']) expect(kept).not.toContain(personal);
  }, 60_000);
});

/** All bytes of all files, the embedded database's too. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}
