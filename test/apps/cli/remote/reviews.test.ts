import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock } from '../../../support/clock.ts';
import {
  arrive,
  dispute,
  MINUTE_MS,
  NOW_MS,
  report,
  reviewed,
  transaction,
} from '../../../workflows/review/records.ts';
import { openStage, type Stage } from '../../server/v1/stage.ts';
import { countersignAt } from './terminal.ts';

const clock = createManualClock(NOW_MS);
let stage: Stage;
const ids: Record<string, string> = {};
beforeAll(async () => {
  stage = await openStage({ clock });
  await arrive(stage.database, [
    reviewed('d1', '1', 0, { merchant_name: 'Cafe\u001b[2J' }),
    reviewed('d2', '2', -24 * 60, { amount_minor: 9_000_000 }),
    reviewed('quiet', '3', 5, {}, []),
    reviewed('d4', '4', 5),
    dispute('4', 6),
    transaction('4'),
    ...Array.from({ length: 12 }, (_, n) => report(`t${n}`, n)),
  ]);
  for await (const { id, authorization } of stage.client.reviews.each()) ids[authorization ?? 'incident'] = id;
});
afterAll(() => stage.close());

const countersign = (...words: string[]) =>
  countersignAt({ url: stage.url, apiKey: stage.admin.key, clock }, ['reviews', ...words]);

describe('countersign reviews', () => {
  it('lists what is open, the most pressing first, and what is overdue', async () => {
    const { code, out, err } = await countersign();
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^REVIEW +OPENED \(UTC\) +STATE +ASSIGNED TO +PRIORITY +ABOUT +BECAUSE$/);
    expect(lines.slice(1).map((line) => line.split(/ {2,}/).slice(2))).toEqual([
      ['open', '-', 'first', 'an outage', 'webhook_timeout'],
      ['OVERDUE', '-', '36000.00', 'iauth_2', 'look'],
      ['open', '-', '4.00', 'iauth_1', 'look'],
    ]);
    expect(err).toBe('3 reviews open, 1 overdue\n');
    expect((await countersign('--status', 'closed')).out).toMatch(/ fraud .* iauth_4 /);
    expect((await countersign('--card', 'ic_none')).out).toBe('No such review.\n');
    const { out: lined } = await countersign('--kind', 'rule', '--sort', 'latest', '--from', '2h', '--json');
    expect(
      lined
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).authorization),
    ).toEqual(['iauth_1']);
  });

  it('shows one with why we decided so, what is related and what happened', async () => {
    const { code, out } = await countersign('show', ids.iauth_1 ?? '');
    expect(code).toBe(0);
    expect(out).toMatch(/^rev_\S+ {2}OPEN\n\n {2}about {6}iauth_1\n {2}because {4}look\n {2}opened .* by a rule\n/);
    expect(out).toContain('\nWe approved the purchase of 10.00 USD at Cafe');
    expect(out).toMatch(/\niauth_1 {2}APPROVE \+ REVIEW\n[\s\S]*considered/);
    expect(out).toMatch(/\nThe card: 4 decisions, the latest\nASKED/);
    expect(out).toMatch(/\nWhat happened\n.*\n.* asked +- +decision=d1 rules=look\n$/);
    expect(out).not.toContain('\u001b');
    const { json } = await countersign('show', ids.iauth_1 ?? '', '--json');
    expect(json).toMatchObject({ id: ids.iauth_1, decisions: ['d1'] });
    const none = await countersign('show', 'rev_none');
    expect([none.code, none.err]).toEqual([1, 'countersign reviews: there is no review rev_none\n']);
  });

  it('shows an outage with its sample', async () => {
    const { out } = await countersign('show', ids.incident ?? '');
    expect(out).toMatch(/about {6}an outage: webhook_timeout\n/);
    expect(out).toMatch(/\n12 asks from \S+ \S+ to \S+ \S+ UTC, 12 approved\n/);
    expect(out).toMatch(/\niauth_t\d+ .* approved +10\.00 USD/);
  });

  it('assigns, notes, opens and decides', async () => {
    const id = ids.iauth_2 ?? '';
    expect((await countersign('assign', id)).out).toBe(`${id} is assigned to someone with admin.\n`);
    expect((await countersign('assign', id, '--to', 'nobody')).out).toBe(`${id} is assigned to nobody.\n`);
    expect((await countersign('note', id, 'called the shop')).out).toBe(`It is noted on ${id}.\n`);
    const personal = await countersign('note', id, 'erika@example.com');
    expect([personal.code, personal.err]).toEqual([
      1,
      expect.stringContaining('note: looks as if it held personal data'),
    ]);
    const opened = await countersign('open', 'iauth_3', '--note', 'odd');
    expect(opened.out).toMatch(/^rev_\S+ is open for iauth_3\.\n$/);
    const words = ['fraud', '--freeze', '--list', 'blocked=merchant', '--until', '7d', '--note', 'not theirs'];
    const decided = await countersign('decide', id, ...words);
    expect(decided.out).toBe(
      `${id} is closed as fraud by someone with admin.\n  freeze ic_1: pending\n  merchant on @blocked: done\n`,
    );
    const { data } = await stage.client.lists.entries('blocked');
    expect(data[0]?.known_until).toBe(new Date(NOW_MS + 7 * 24 * 60 * MINUTE_MS).toISOString());
    const other = await countersign('decide', id, 'legitimate');
    expect([other.code, other.err]).toEqual([1, 'countersign reviews: it was closed by someone with admin as fraud\n']);
    const shown = await countersign('show', id);
    expect(shown.out).toMatch(/\n {2}closed .* by someone with admin\n {2}follow-up {2}freeze ic_1: pending\n/);
    expect(shown.out).toMatch(/ noted +someone with admin +"called the shop"\n/);
  });

  it.each([
    [['decide', 'rev_1', 'froud'], 'did you mean "fraud"?'],
    [['decide', 'rev_1'], 'it goes: countersign reviews decide ID fraud|legitimate'],
    [['decide', 'rev_1', 'fraud', '--list', 'blocked'], '--list wants NAME=WHAT'],
    [['decide', 'rev_1', 'fraud', '--list', 'blocked=cart'], 'did you mean "card"?'],
    [['decide', 'rev_1', 'fraud', '--until', '7d'], '--until goes with --list'],
    [['assign', 'rev_1', '--freeze'], '--freeze does not go with "reviews assign"'],
    [['--freeze'], '--freeze goes with decide'],
    [['--status', 'opened'], 'did you mean "open"?'],
    [['note', 'rev_1', ' '], 'the note is empty'],
  ])('%j is wrong usage, said before any service is asked', async (words, said) => {
    const { code, out, err } = await countersignAt({}, ['reviews', ...words]);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(said)]);
  });
});
