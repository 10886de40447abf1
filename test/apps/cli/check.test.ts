import { describe, expect, test } from 'vitest';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { countersign } from '../../support/terminal.ts';

describe('countersign check', () => {
  test('has nothing against the shipped folder', async () => {
    const { code, out, err } = await countersign(['check']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^policies: 0 errors, 0 warnings; 1 portfolio, 3 profiles, \d+ rules, 4 lists, \d+ cases, version pol_[0-9a-f]{16}\n$/,
    );
  });

  test('prints every fault at its place, with the text underlined and a hint', async () => {
    const folder = writeFiles(temporaryFolder(), {
      'portfolios.yaml': 'portfolios:\n  - { name: all, profile: balancd }\n',
      'profiles/balanced.yaml':
        'stand_in:\n  cases:\n    - if: ":is_card_presnt:"\n      answer: approve\nthresholds: { fraud_risk_score: { decline: 50 } }\n',
    });
    const { code, out } = await countersign(['check', folder]);
    expect(code).toBe(1);
    expect(out.replaceAll(folder, 'DIR')).toBe(`DIR/portfolios.yaml:2:27: there is no profile "balancd"
  2 |   - { name: all, profile: balancd }
                                ^^^^^^^
  hint: did you mean "balanced"?

DIR/profiles/balanced.yaml:3:12: there is no attribute :is_card_presnt:
  3 |     - if: ":is_card_presnt:"
                 ^^^^^^^^^^^^^^^^
  hint: did you mean :is_card_present:?

DIR: 2 errors, 0 warnings
`);
  });

  test('lets warnings pass, and gives JSON on request', async () => {
    const folder = writeFiles(temporaryFolder(), {
      'portfolios.yaml': 'portfolios: [{ name: all, profile: a }]\n',
      'profiles/a.yaml': 'thresholds: { fraud_risk_score: { decline: 50, review: 60 } }\n',
    });
    const { code, out } = await countersign(['check', folder, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { severity: 'warning', path: `${folder}/profiles/a.yaml`, line: 1, column: 56 },
    ]);
  });
});

describe('countersign', () => {
  test('lists its commands, and each has help with an example', async () => {
    const { code, out } = await countersign(['--help']);
    expect(code).toBe(0);
    for (const name of ['serve', 'decide', 'check']) {
      expect(out).toContain(`  ${name}`);
      const help = await countersign([name, '--help']);
      expect(help.code).toBe(0);
      expect(help.out).toMatch(/^usage: countersign [\s\S]*example: .*countersign/);
    }
  });

  test('exits with 2 for no command and for an unknown one', async () => {
    expect((await countersign([])).code).toBe(2);
    const { code, err } = await countersign(['decid']);
    expect(code).toBe(2);
    expect(err).toContain('there is no command "decid"');
  });
});
