import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, writeFiles } from '../../../support/folder.ts';
import { countersign } from '../../../support/terminal.ts';
import { tagsOf } from './xml.ts';

const FILES = {
  'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
  'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50 } }\n',
  'rules/r.yaml': 'rules: [{ id: big, rule: "Block if :amount: > 500" }]\n',
};

function folderWith(cases: string): string {
  return writeFiles(temporaryFolder(), { ...FILES, 'cases/c.yaml': cases });
}

const PASSING = '  - { name: little, expect: { outcome: approve, not_matched: [big] } }\n';
const FAILING = '  - { name: much, amount: 600, expect: { outcome: approve, reasons: [nothing_matched] } }\n';

describe('countersign test', () => {
  test('passes the shipped cases, which leave out nothing', async () => {
    const { code, out, err } = await countersign(['test']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^policies: \d+ passed, 0 failed\n$/);
  });

  test('shows what was expected, what came, and why, and what no case makes match', async () => {
    const folder = folderWith(`cases:\n${PASSING}${FAILING}`);
    const { code, out } = await countersign(['test', folder]);
    expect(code).toBe(1);
    expect(out.replaceAll(folder, 'DIR')).toBe(`DIR/cases/c.yaml:3: much
  outcome: expected approve, got decline
  reasons: expected nothing_matched among big
  because big: :amount: > 500 (it was 600)

warning: no case makes these match: fraud_risk_score.decline of a
DIR: 1 passed, 1 failed
`);
  });

  test('names the features that no case expects to come to anything, the first of many', async () => {
    const folder = folderWith(`cases:\n${PASSING}`);
    const many = Array.from({ length: 40 }, (_, index) => `x_${index} := Count(by card last ${index + 1} hours)\n`);
    writeFiles(folder, { 'features/f.scowl': `event login\nby_ip := Count(by ip last 1 day)\n` });
    const { code, out } = await countersign(['test', folder]);
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('\nwarning: no case expects these features to come to anything: by_ip of login\n'),
    ]);
    writeFiles(folder, { 'features/f.scowl': `event authorization\n${many.join('')}` });
    const { out: text } = await countersign(['test', folder]);
    expect(text).toMatch(/features to come to anything: x_0, x_1, .*, x_24 and 15 more\n/);
    const { out: json } = await countersign(['test', folder, '--json']);
    expect(JSON.parse(json).uncovered_features).toHaveLength(40);
    expect(JSON.parse(json).uncovered_features[0]).toEqual({ event: 'authorization', feature: 'x_0' });
    const { out: some } = await countersign(['test', folder, '--only', 'little']);
    expect(some).not.toContain('warning');
  });

  test('runs what --only picks, and then says nothing of what is left out', async () => {
    const folder = folderWith(`cases:\n${PASSING}${FAILING}`);
    const { code, out } = await countersign(['test', folder, '--only', 'LITTLE']);
    expect([code, out]).toEqual([0, `${folder}: 1 passed, 0 failed\n`]);
    const none = await countersign(['test', folder, '--only', 'lttle']);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no case has "lttle" in its name or path')]);
  });

  test('gives JSON on request', async () => {
    const folder = folderWith(`cases:\n${PASSING}${FAILING}`);
    const { code, out } = await countersign(['test', folder, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      passed: 1,
      failed: 1,
      cases: [
        { name: 'little', passed: true, differences: [], decision: { outcome: 'approve' } },
        { name: 'much', line: 3, passed: false, decision: { outcome: 'decline' } },
      ],
      uncovered: [{ id: 'fraud_risk_score.decline', profile: 'a' }],
      uncovered_features: [],
    });
  });

  test('writes JUnit XML beside what it says', async () => {
    const folder = folderWith(`cases:\n${PASSING}${FAILING}`);
    const report = join(folder, 'report.xml');
    const { code, out } = await countersign(['test', folder, '--junit', report]);
    expect([code, out]).toEqual([1, expect.stringContaining('1 passed, 1 failed')]);
    expect(tagsOf(readFileSync(report, 'utf8'))).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
      'testcase',
      'failure',
    ]);
    const nowhere = await countersign(['test', folder, '--junit', join(folder, 'no', 'where.xml')]);
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining("where.xml can't be written")]);
  });

  test('runs nothing of a policy with an error, and says which', async () => {
    const folder = folderWith('cases:\n  - { name: x, expect: { outcome: approve, matched: [bgi] } }\n');
    const { code, out, err } = await countersign(['test', folder]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/there is no rule "bgi"[\s\S]*no case was run: the policy has an error\n$/);
    const { out: json } = await countersign(['test', folder, '--json']);
    expect(JSON.parse(json)).toMatchObject({ passed: 0, failed: 0, diagnostics: [{ severity: 'error', line: 2 }] });
  });

  test('says so where there are no cases', async () => {
    const folder = writeFiles(temporaryFolder(), FILES);
    const { code, out } = await countersign(['test', folder]);
    expect(code).toBe(0);
    expect(out).toContain(
      `warning: no case makes these match: big, fraud_risk_score.decline of a\n${folder}: no cases\n`,
    );
  });
});
