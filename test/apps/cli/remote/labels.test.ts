import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeArrivals } from '../../../../src/adapters/store/database/inbox.ts';
import { writeRecords } from '../../../../src/adapters/store/database/write.ts';
import { cardsStep } from '../../../../src/workflows/ingest/cards.ts';
import { decisionText, eventText } from '../../../adapters/store/database/fixtures.ts';
import { openStage, type Stage } from '../../server/v1/stage.ts';
import { countersignAt } from './terminal.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const countersign = (words: readonly string[], apiKey = stage.admin.key) =>
  countersignAt({ url: stage.url, apiKey }, words);

function file(name: string, text: string): string {
  const path = join(stage.dir, name);
  writeFileSync(path, text);
  return path;
}

describe('countersign labels import', () => {
  const text = [
    'authorization,transaction,verdict,known_at,ref,note',
    'iauth_1,,fraud,2026-01-05,cb-1,charged back',
    'iauth_2,,perhaps,2026-01-05,,',
    ',itr_1,fraud,2026-01-06,cb-2,',
    'iauth_3,,legitimate,2099-01-01,,',
    'iauth_4,,legitimate,2026-01-07,,',
  ].join('\n');

  it('only looks at the file with --dry-run', async () => {
    const { code, out, err } = await countersign(['labels', 'import', file('dry.csv', text), '--dry-run']);
    expect([code, out]).toEqual([1, '4 labels could be imported; nothing was. 1 bad line of 5\n']);
    expect(err).toMatch(/dry\.csv:3: verdict: /);
    expect((await countersign(['labels'])).out).toBe('No such label.\n');
  });

  it('takes the good lines, names the bad ones, and adds nothing the second time', async () => {
    const path = file('labels.csv', text);
    const first = await countersign(['labels', 'import', path]);
    expect(first.code).toBe(1);
    expect(first.out).toMatch(
      /^3 labels added, 1 wait for their transaction, 2 about authorizations .*, 2 bad lines of 5\n$/,
    );
    expect(first.err.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/labels\.csv:3: verdict: /),
      expect.stringMatching(/labels\.csv:5: known_at: is still to come$/),
    ]);
    const again = await countersign(['labels', 'import', path, '--json']);
    expect(again.json).toMatchObject({ lines: 5, added: 0, known: 3, bad: 2, dry_run: false });
  });

  it('takes a long file in many requests, and tells how far it is', async () => {
    const many = Array.from({ length: 1_200 }, (_, number) =>
      JSON.stringify({ authorization: `iauth_long${number}`, verdict: 'fraud', known_at: '2026-01-05' }),
    );
    const { code, out, err } = await countersign([
      'labels',
      'import',
      file('long.ndjson', many.join('\n')),
      '--account',
      'acct_1',
    ]);
    expect([code, out]).toEqual([0, '1,200 labels added, 1200 about authorizations of which nothing else is known\n']);
    expect(err).toBe(
      '500 lines so far: 500 labels added\n1,000 lines so far: 1,000 labels added\n1,200 lines so far: 1,200 labels added\n',
    );
  });

  it('wants a file, and a key that may', async () => {
    expect(await countersign(['labels', 'import', '/nowhere.csv'])).toMatchObject({ code: 2 });
    expect(await countersign(['labels', 'import', stage.dir])).toMatchObject({ code: 2 });
    const { key } = await stage.keyed(['read']);
    const refused = await countersign(['labels', 'import', file('one.csv', text)], key);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('stopped: 5 lines read, 0 labels added');
  });
});

describe('countersign labels', () => {
  it('lists what there is, and what waits', async () => {
    const { code, out, err } = await countersign(['labels', '--verdict', 'fraud']);
    expect(code).toBe(0);
    expect(out).toMatch(/^KNOWN \(UTC\) +ABOUT +VERDICT +SOURCE +STRENGTH +REF\n/);
    expect(out).toMatch(/2026-01-05 00:00 +iauth_1 +fraud +import +moderate +cb-1\n/);
    expect(err).toBe('1 label of transactions that are not known yet: --unjoined\n');
    expect((await countersign(['labels', '--unjoined', '--json'])).json).toMatchObject({ transaction: 'itr_1' });
    expect((await countersign(['labels', '--source', 'reviw'])).err).toContain('did you mean "review"');
  });

  it('exports all of it, as NDJSON or CSV', async () => {
    const { out } = await countersign(['labels', 'export', '--account', 'acct_1']);
    expect(out.trimEnd().split('\n')).toHaveLength(1_200);
    const csv = await countersign(['labels', 'export', '--csv', '--authorization', 'iauth_1']);
    expect(csv.out).toMatch(
      /^authorization,transaction,card,verdict,source,strength,ref,known_at,noted_at,approved,note\r\niauth_1,,,fraud,import,moderate,cb-1,2026-01-05T00:00:00.000Z,.*,,charged back\r\n$/,
    );
  });
});

describe('countersign card and cardholder', () => {
  it('say what is known, since when and from whom', async () => {
    const { pool } = stage.database;
    const warning = { type: 'fraud_dispute_filed', started_at: 1_763_000_001 };
    await writeRecords(pool, [
      decisionText('c', {
        ...{ asked_at: 1_763_000_000_000, card: 'ic_1', cardholder: 'ich_1' },
        seen: { card: { status: 'active', warning }, cardholder: { status: 'active', phone: false } },
      }),
      eventText('evt_1', {
        ...{ type: 'issuing_cardholder.updated', object_id: 'ich_1', created: 1_763_000_060 },
        seen: { cardholder: { id: 'ich_1', phone: true } },
      }),
    ]);
    await takeArrivals(pool, { limit: 10, nowMs: Date.now(), steps: [cardsStep] });
    const card = await countersign(['card', 'ic_1']);
    expect(card.out).toMatch(/\nstatus +active +2025-11-13 02:13 +ask\n/);
    expect(card.out).toMatch(/\nwarning: fraud_dispute_filed since 2025-11-13 02:13 UTC\n/);
    const holder = await countersign(['cardholder', 'ich_1']);
    expect(holder.out).toMatch(
      /\nphone_since +2025-11-13T02:14:20.000Z +2025-11-13 02:14 +event\ncard: ic_1, active\n/,
    );
    expect((await countersign(['card', 'ic_1', '--json'])).json).toMatchObject({ id: 'ic_1', status: 'active' });
    expect(await countersign(['cardholder', 'ich_2'])).toMatchObject({ code: 1 });
  });
});
