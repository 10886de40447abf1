import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trend } from '../../../../src/apps/cli/performance/trend.ts';
import { reportCsv } from '../../../../src/apps/cli/report/forms.ts';
import { reportSections } from '../../../../src/apps/cli/report/sections.ts';
import { realClock } from '../../../support/clock.ts';
import { createTemporaryDir } from '../../../support/folder.ts';
import { fillOctober, NOW_MS } from '../../../support/october.ts';
import { openStage, type Stage } from '../../server/v1/stage.ts';
import { countersignAt } from './terminal.ts';

const clock = { ...realClock, nowMs: () => NOW_MS };
const { dir, remove } = createTemporaryDir();
let stage: Stage;
const countersign = (...words: string[]) => countersignAt({ url: stage.url, apiKey: stage.admin.key, clock }, words);
const cells = (line: string | undefined) => line?.trim().split(/ {2,}/);

beforeAll(async () => {
  stage = await openStage({ clock });
  await fillOctober(stage.database.pool);
});
afterAll(async () => {
  await stage.close();
  remove();
});

describe('countersign performance', () => {
  it('shows every rule in a line, with what is known of it and how it went', async () => {
    const { code, out } = await countersign('performance');
    const lines = out.split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toBe('20 asks from 2026-08-22 to 2026-11-20; matures after 30 days');
    expect(cells(lines[2])?.slice(0, 6)).toEqual(['RULE', 'DOES', 'MATCHED', 'ALONE', 'DECLINED', 'CONFIRMED']);
    expect(cells(lines[3])?.slice(0, 11)).toEqual([
      'fraud_risk_score.decline',
      'block',
      '4',
      '4',
      '4',
      '4',
      '0',
      '0',
      '0',
      '4',
      '–',
    ]);
    expect(cells(lines[5])?.slice(0, 3)).toEqual(['trial', 'block (shadow)', '5']);
    expect(out).toContain('25.0 % (4.6–69.9)');
  });

  it('shows one rule day by day, and says which days are too young', async () => {
    const { out } = await countersign('performance', '--rule', 'trial');
    expect(out).toMatch(/^trial\n {2}does {8}block, in shadow \(rule\)\n {2}matched {5}5 of 20 asks, 4 alone\n/);
    expect(out).toMatch(/2026-10-06 .* 100\.0 % /);
    expect(out).toMatch(/2026-10-22 .* too young\n/);
    const none = await countersign('performance', '--rule', 'nobody');
    expect([none.code, none.out]).toEqual([1, expect.stringContaining('No rule "nobody"')]);
  });

  it('gives all of it as JSON, and says where nothing was asked', async () => {
    const { json } = await countersign('performance', '--json', '--age', '2');
    expect(json).toMatchObject({ age_days: 2, rules: [{ rule: 'fraud_risk_score.decline' }, {}, {}] });
    expect((await countersign('performance', '--live')).out).toMatch(/^Nothing was asked from /);
    expect(await countersign('performance', '--days', '999')).toMatchObject({ code: 2 });
  });

  it('draws weeks as high as they are of the highest, the last at the right', () => {
    const days = [
      { day: '2026-10-01', matched: 8 },
      { day: '2026-10-20', matched: 1 },
    ];
    expect(trend(days, '2026-10-01T00:00:00Z', '2026-10-22T00:00:00Z')).toBe('█·▁');
    expect(trend([], '2026-10-01T00:00:00Z', '2026-10-22T00:00:00Z')).toBe('···');
  });
});

describe('countersign dispute-rate', () => {
  it('shows months, and exits with 1 where one is above what networks bear', async () => {
    const { code, out } = await countersign('dispute-rate', '--months', '2', '--age', '15');
    const lines = out.split('\n');
    expect(code).toBe(1);
    expect(cells(lines[1])).toEqual([
      ...['2026-10', '16', '2', '12.5 % (3.5–36.0)', '6.3 % (1.1–28.3)', '1', '6.3 % (1.1–28.3)', '10.00 USD'],
      'above 0.75 %',
    ]);
    expect(cells(lines[2])?.slice(0, 3)).toEqual(['2026-11 (so far)', '0', '0']);
    expect((await countersign('dispute-rate', '--live', '--json')).json).toMatchObject({ most: 0.0075, unplaced: 0 });
  });
});

describe('countersign report', () => {
  it('tells the last month that is over as text', async () => {
    const { code, out } = await countersign('report');
    expect(code).toBe(0);
    expect(out).toMatch(/^Card program, 2026-10 \(UTC\)\n20 asks \(0 the month before\)\.\n20\.0 % were declined/);
    expect(out).toContain('Won 1 (10.00 USD), lost 1 (10.00 USD), expired 0: 50.0 % of what was ruled on was won.');
    expect(out).toContain('Opened 2 (20.00 USD), filed 2 (20.00 USD), 1 of these as fraud.');
    expect(out).toMatch(/\ndeclined by us +20\.0 % /);
    for (const title of ['High-risk volume', 'Challenges', 'Rules to retire, or to change', 'Rules and thresholds']) {
      expect(out).toContain(`\n${title}\n`);
    }
  });

  it('writes a page that loads nothing, and a table of all numbers', async () => {
    const [page, sheet] = [join(dir, 'october.html'), join(dir, 'october.csv')];
    const { code, err } = await countersign('report', '--month', '2026-10', '--html', page, '--csv', sheet);
    expect([code, err]).toEqual([0, `wrote ${sheet}\nwrote ${page}\n`]);
    const html = readFileSync(page, 'utf8');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<script|https?:|@import/);
    expect(html).toContain('fraud_risk_score.decline');
    const csv = readFileSync(sheet, 'utf8').split('\r\n');
    expect(csv[0]).toBe('month,measure,value');
    expect(csv).toContain('2026-10,rules.trial.matched,5');
    expect(csv).toContain('2026-10,disputes.won.money.usd.amount,1000');
    expect(csv).toContain('2026-10,asks.ended.us declined.count,4');
  });

  it('names each number of its table once, and each column, be a rule one to retire for two reasons', async () => {
    const report = await stage.client.reports.get('2026-10');
    const jump = { rule: 'trial', matched: 5, matched_before: 1, per_thousand: 2, per_thousand_before: 1 };
    const reasons = ['imprecise', 'never_alone'] as const;
    const full = {
      ...{ ...report, jumps: [jump] },
      retire: reasons.map((reason) => ({ rule: 'trial', reason, text: `it is ${reason}` })),
    };
    const measures = reportCsv(full)
      .split('\r\n')
      .map((line) => line.split(',')[1]);
    expect(measures).toContain('retire.trial never_alone.text');
    expect(new Set(measures).size).toBe(measures.length);
    for (const { title, table } of reportSections(full)) {
      const headings = table?.headings ?? [];
      expect([title, headings]).toEqual([title, [...new Set(headings)]]);
    }
  });

  it('gives JSON, prints one form alone, and names what is typed wrong', async () => {
    expect((await countersign('report', '--json')).json).toMatchObject({ month: '2026-10' });
    expect((await countersign('report', '--csv')).out).toMatch(/^month,measure,value\r\n/);
    const both = await countersign('report', '--csv', '--json');
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('both print')]);
    const same = await countersign('report', '--csv', join(dir, 'one'), '--html', join(dir, 'one'));
    expect([same.code, same.err]).toEqual([2, expect.stringContaining('--csv and --html are the same file')]);
    const wrong = await countersign('report', '--month', 'october');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('such as 2026-10')]);
    const ahead = await countersign('report', '--month', '2027-01');
    expect([ahead.code, ahead.err]).toEqual([1, expect.stringContaining('has not begun yet')]);
  });
});
