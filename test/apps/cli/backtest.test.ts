import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { backtestCommand } from '../../../src/apps/cli/backtest.ts';
import { realClock } from '../../support/clock.ts';
import { collectedTerminal } from '../../support/collected-terminal.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { countersign } from '../../support/terminal.ts';
import { expectedAbove, historyCsv, historyRows, tryPolicy } from './backtest/past.ts';

/** Backtests a history; what is printed, parsed. */
async function backtest(...options: string[]) {
  const file = historyCsv();
  const words = ['backtest', file, '--policies', tryPolicy(50), ...options];
  const { code, out, err } = await countersign(words);
  return { code, out, err, file };
}

describe('countersign backtest', () => {
  test('prints a table of what a policy would have done, and where it was looked', async () => {
    const { code, out, file } = await backtest();
    expect(code).toBe(0);
    expect(out).toContain(`history   ${file}: 400 rows from 2025-12-01 06:00 to 2026-06-18 18:00`);
    expect(out).toContain('window    2026-01-19 18:00 to 2026-04-19 18:00: 180 authorizations');
    expect(out).toMatch(/^It stops 47\.1 % of the fraud: 338\.00 USD of 877\.00 USD/m);
    expect(out).toMatch(/^fraud stopped \(tp\) +8 +8 +338\.00$/m);
    expect(out).toMatch(/^fraud_risk_score\.decline +block +23 +34\.8 % /m);
  });

  test('prints one JSON object and nothing else: what there is to say besides goes to standard error', async () => {
    const { code, out, err } = await backtest('--json');
    expect(code).toBe(0);
    expect(out.match(/\n/g)).toHaveLength(1);
    const { window, confusion, labels, velocity, against, policy } = JSON.parse(out);
    expect(window).toEqual({ from: '2026-01-19T18:00:00.000Z', to: '2026-04-19T18:00:00.000Z', rows: 180 });
    expect(confusion).toEqual(expectedAbove(50));
    expect(labels).toMatchObject({ kind: 'known', maturity_days: 60 });
    expect([velocity, against, policy.profile]).toEqual(['replay', null, null]);
    expect(err).toContain('history.csv');
  });

  test('judges the window, by the labels and the maturity that are chosen', async () => {
    const whole = await backtest('--json', '--from', '2025-12-01', '--to', '2026-07-01');
    expect(JSON.parse(whole.out)).toMatchObject({ window: { rows: 400 }, apart: { immature: { count: 120 } } });
    const wish = ['--json', '--from', '199d', '--to', '0d', '--maturity-days', '0', '--velocity', 'counterfactual'];
    const all = JSON.parse((await backtest(...wish)).out);
    expect(all).toMatchObject({
      velocity: 'counterfactual',
      labels: { maturity_days: 0 },
      apart: { immature: { count: 0 } },
    });
    const known = JSON.parse((await backtest('--json')).out);
    const final = JSON.parse((await backtest('--json', '--labels', 'final')).out);
    expect(final.labels.kind).toBe('final');
    expect(final.confusion.tp + final.confusion.fn).toBeGreaterThan(known.confusion.tp + known.confusion.fn);
  });

  test('puts every portfolio under another profile', async () => {
    const { out } = await backtest('--json', '--profile', 'strict');
    expect(JSON.parse(out)).toMatchObject({ policy: { profile: 'strict' }, confusion: expectedAbove(25) });
    const { code, err } = await backtest('--profile', 'strickt');
    expect([code, err]).toEqual([2, expect.stringContaining('there is no profile "strickt"; did you mean "strict"?')]);
  });

  test('holds two policies against each other', async () => {
    const other = tryPolicy(20);
    const { out } = await backtest('--json', '--against', other);
    const { against, confusion } = JSON.parse(out);
    expect(against.other.confusion.tp).toBeGreaterThan(confusion.tp);
    expect(against.changed).toEqual([expect.objectContaining({ from: 'approve', to: 'decline' })]);
    const shown = await backtest('--against', other);
    expect(shown.out).toContain('approve → decline');
    const same = await backtest('--against', tryPolicy(50));
    expect(same.out).toContain('Both answer all 180 authorizations the same.');
  });

  test('compares a policy with itself under another profile', async () => {
    const policy = tryPolicy(50);
    const words = ['backtest', historyCsv(), '--policies', policy, '--against', policy, '--profile', 'strict'];
    const { out } = await countersign(words);
    expect(out).toMatch(/^SIDE BY SIDE +strict +its profiles$/m);
    expect(out).toContain('decline → approve');
  });

  test('takes a feature that the history holds as it stands there, and counts it on request', async () => {
    const counted = tryPolicy(100, 'event authorization\nasks := Count(by card last 1 hour exclusive)\n');
    const file = historyCsv(historyRows().map((row) => ({ ...row, asks: 7 })));
    const run = async (...options: string[]) =>
      JSON.parse((await countersign(['backtest', file, '--policies', counted, '--json', ...options])).out);
    expect(await run()).toMatchObject({ given_features: ['asks'], outcomes: { decline: { count: 180 } } });
    expect(await run('--recount')).toMatchObject({ given_features: [], outcomes: { decline: { count: 0 } } });
  });

  test('reads standard input', async () => {
    const words = ['backtest', '-', '--policies', tryPolicy(50), '--json'];
    const lines = historyRows().map((row) => `${JSON.stringify(row)}\n`);
    const { code, out } = await countersign(words, lines.join(''));
    expect([code, JSON.parse(out).confusion]).toEqual([0, expectedAbove(50)]);
  });
});

describe('where the result goes', () => {
  test('--csv and --html print where they have no file', async () => {
    const csv = await backtest('--csv');
    expect([csv.code, csv.out]).toEqual([0, expect.stringMatching(/^side,policy,table,/)]);
    const page = await backtest('--html');
    expect([page.code, page.out]).toEqual([0, expect.stringMatching(/^<!doctype html>/)]);
  });

  test('files are written besides what is printed', async () => {
    const folder = temporaryFolder();
    const [csv, page] = [join(folder, 'out.csv'), join(folder, 'out.html')];
    const { code, out, err } = await backtest('--json', '--csv', csv, '--html', page);
    expect([code, JSON.parse(out).window.rows]).toEqual([0, 180]);
    expect(readFileSync(csv, 'utf8')).toMatch(/^side,/);
    expect(readFileSync(page, 'utf8')).toContain('</html>');
    expect(err).toMatch(new RegExp(`wrote ${csv}\nwrote ${page}\n$`));
    expect(readdirSync(folder).sort()).toEqual(['out.csv', 'out.html']);
  });

  test.each([
    [['--json', '--csv'], '--json and --csv both print: give --csv a FILE'],
    [['--csv', '--html'], '--csv and --html both print: give --html a FILE'],
    [['--html', 'src'], '--html wants a file, and src is a folder'],
    [['--csv', 'none/out.csv'], '--csv: there is no folder'],
    [['--csv', 'x.out', '--html', './x.out'], '--csv and --html are the same file'],
    [['--labels', 'both'], '--labels knows no "both"; known: known, final'],
    [['--velocity', 'reply'], '--velocity knows no "reply"; did you mean "replay"?'],
    [['--from', 'monday'], '--from wants a time such as'],
    [['--against', ''], '--against wants a text'],
  ])('%j is wrong usage', async (options, message) => {
    const { code, err, out } = await backtest(...options);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });

  test('the history is never written over', async () => {
    const file = historyCsv();
    const before = readFileSync(file, 'utf8');
    const { code, err } = await countersign(['backtest', file, '--policies', tryPolicy(50), '--csv', file]);
    expect([code, err]).toEqual([2, expect.stringContaining('--csv is the file that is read')]);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('what can not be judged', () => {
  test('is a file that is not there, and one without a history', async () => {
    const policies = ['--policies', tryPolicy(50)];
    const none = await countersign(['backtest', 'none.csv', ...policies]);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('there is no file none.csv')]);
    const other = await countersign(['backtest', historyCsv([{ name: 'x' }]), ...policies]);
    expect([other.code, other.out]).toEqual([2, '']);
  });

  test('is a history that is younger than the window: it says what would do', async () => {
    const file = historyCsv(historyRows().slice(-40));
    const { code, out, err } = await countersign(['backtest', file, '--policies', tryPolicy(50)]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(
      'holds 40 rows from 2026-05-30 06:00 to 2026-06-18 18:00 (UTC): none is in the 90 days that end',
    );
    const [, advice = ''] = /try: (--from \S+ --to \S+ --maturity-days 0)/.exec(err) ?? [];
    const again = await countersign(['backtest', file, '--policies', tryPolicy(50), '--json', ...advice.split(' ')]);
    expect([again.code, JSON.parse(again.out).window.rows]).toEqual([0, 40]);
  });

  test('are rows that can not be read: the others are judged, and the exit code tells', async () => {
    const rows = historyRows().map((row, index) => (index === 200 ? { ...row, created: 'yesterday' } : row));
    const file = historyCsv(rows);
    const { code, out, err } = await countersign(['backtest', file, '--policies', tryPolicy(50), '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ history: { rows: 399, unreadable: 1 } });
    expect(err).toContain(file);
  });

  test('is anything by a policy with an error, of either side', async () => {
    const broken = writeFiles(temporaryFolder(), { 'profiles/only.yaml': 'thresholds: {}\n' });
    for (const options of [
      ['--policies', broken],
      ['--policies', tryPolicy(50), '--against', broken],
    ]) {
      const { code, out, err } = await countersign(['backtest', historyCsv(), ...options]);
      expect([code, out, err]).toEqual([1, '', expect.stringContaining('a policy needs this file')]);
    }
  });

  test('is the rest, once it is interrupted: nothing is printed, and no file is left', async () => {
    const file = historyCsv();
    const page = join(dirname(file), 'page.html');
    writeFileSync(page, 'from before');
    const controller = new AbortController();
    const { terminal, out } = collectedTerminal();
    let err = '';
    const stderr = new Writable({
      write(chunk: Buffer, _encoding, done) {
        err += chunk.toString();
        controller.abort('SIGINT');
        done();
      },
    });
    const remote = { url: 'http://127.0.0.1:9', apiKey: null, dataDir: '/nowhere', clock: realClock };
    const ports = {
      ...{ conceal: (text: string) => text, monotonicMs: () => 0, interrupted: () => controller.signal, remote },
    };
    const values = { policies: tryPolicy(50), html: page };
    const code = await backtestCommand('policies', ports).run({ values, positionals: [file] }, { ...terminal, stderr });
    expect([code, out(), readFileSync(page, 'utf8')]).toEqual([1, '', 'from before']);
    expect(err).toMatch(/interrupted: nothing was judged\n$/);
    expect(readdirSync(dirname(file)).sort()).toEqual(['history.csv', 'page.html']);
  });
});
