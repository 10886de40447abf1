import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TuneResult } from '../../../src/core/history/tune-result.ts';
import { temporaryFolder, writeFiles } from '../../support/folder.ts';
import { countersign } from '../../support/terminal.ts';

const PROFILE = `# ours
thresholds:
  fraud_risk_score: {decline: 50}   # since May
  card_testing_risk_level: { review: elevated }
`;
const POLICY = {
  'portfolios.yaml':
    'portfolios:\n  - { name: travel, when: ":card: = \'ic_far\'", profile: strict }\n  - { name: rest, profile: calm }\n',
  'profiles/calm.yaml': PROFILE,
  'profiles/strict.yaml':
    'thresholds: { fraud_risk_score: { decline: 20 } }\ndisputability: { neutral: { fraud_risk_score: -5 } }\n',
};

/** Six weeks: fraud of 100.00 at 80, and good purchases of 50.00 at 70 and at 10. */
function past(): string {
  const rows = [0, 1, 2, 3, 4, 5].flatMap((week) =>
    [80, 70, 10].map((score, index) => {
      const created = new Date(Date.UTC(2026, 0, 5 + 7 * week, index)).toISOString();
      return `iauth_${week}_${index},${created},ic_near,${score > 75 ? 10_000 : 5_000},usd,${score},${score > 75}`;
    }),
  );
  return `authorization,created,card,amount,currency,fraud_risk_score,is_fraud\n${rows.join('\n')}\n`;
}

const ALL = ['--from', '2026-01-01', '--to', '2026-03-01'];

function folders() {
  const folder = temporaryFolder();
  const policies = writeFiles(join(folder, 'policies'), POLICY);
  const file = join(folder, 'history.csv');
  writeFileSync(file, past());
  const profile = (name: string) => join(policies, 'profiles', `${name}.yaml`);
  return { folder, policies, profile, words: ['tune', file, '--policies', policies, '--portfolio', 'rest', ...ALL] };
}

describe('countersign tune', () => {
  test('prints the threshold for each aim, its month, the policy with it, and what signals tell', async () => {
    const { code, out, err } = await countersign([...folders().words, '--min-precision', '0.6']);
    expect([code, err.includes('wrote')]).toEqual([0, false]);
    expect(out).toContain('portfolio  rest, profile calm');
    expect(out).toMatch(/maximize approval +10 +10 to 10 +50\.0 % .* +100\.0 %/);
    expect(out).toMatch(/own wish +70 +70 to 70 +100\.0 %/);
    expect(out).toContain('own wish: the lowest threshold with a precision of at least 60 %');
    expect(out).toMatch(/own wish +513\.06 USD +0\.00 USD +0\.00 USD +0\.00 USD/);
    expect(out).toMatch(/50, as it is +50\.0 %/);
    expect(out).toMatch(/70, own wish +100\.0 %/);
    expect(out).toMatch(/fraud_risk_score +1\.000 +18 +0/);
  });

  test('gives all of it as one JSON object, every point as CSV, and a page with plots', async () => {
    const { words, folder } = folders();
    const page = join(folder, 'page.html');
    const { code, out } = await countersign([...words, '--json', '--html', page]);
    expect(code).toBe(0);
    const result: TuneResult = JSON.parse(out);
    expect(result).toMatchObject({ portfolio: 'rest', profile: 'calm', window: { rows: 18 } });
    expect(result.cells.length).toBe(3);
    const text = readFileSync(page, 'utf8');
    expect(text).toContain('<title>Thresholds for rest</title>');
    expect(text.match(/<svg/g)).toHaveLength(2);
    expect(text).not.toMatch(/<script|https?:/);
    // What an aim asks is a sentence, which would run out of the page on one line.
    expect(text).toContain('<td class="text">the lowest threshold with a precision of at least 35 %</td>');
    expect(text).toContain('<th scope="col" class="number">Reviews a day</th>');
    const csv = (await countersign([...words, '--csv'])).out.split('\r\n');
    expect(csv[0]).toMatch(/^signal,kind,auc,threshold,aims,unit,fraud_stopped/);
    expect(csv).toContainEqual(
      expect.stringMatching(/^fraud_risk_score,score,1,10,maximize_approval,authorizations,6,6,0,6,/),
    );
    expect(csv).toContainEqual(
      expect.stringMatching(/^fraud_risk_score,score,1,10,maximize_approval,usd,600,300,0,300,/),
    );
  });

  test('judges all portfolios together where none is named, and then tells of no one policy', async () => {
    const { policies, words } = folders();
    const [tune = '', file = ''] = words;
    const { code, out } = await countersign([tune, file, '--policies', policies, ...ALL]);
    expect(code).toBe(0);
    expect(out).toContain('What the whole policy would do is told of one profile: name one with --portfolio.');
    const under = await countersign([tune, file, '--policies', policies, '--profile', 'strict', ...ALL]);
    expect(under.out).toContain('portfolio  all, profile strict');
  });

  test('writes into no profile unless it is asked to', async () => {
    const { words, profile } = folders();
    await countersign(words);
    expect(readFileSync(profile('calm'), 'utf8')).toBe(PROFILE);
  });

  test('writes the threshold into the profile, changes nothing else, shows it, and the folder stays sound', async () => {
    const { words, profile, policies } = folders();
    const { code, err } = await countersign([...words, '--aim', 'maximize_approval', '--write-profile', 'calm']);
    expect(code).toBe(0);
    expect(err).toContain(
      '-   fraud_risk_score: {decline: 50}   # since May\n+   fraud_risk_score: {decline: 10}   # since May\n',
    );
    expect(err).toContain(`wrote ${profile('calm')}: it declines above 10`);
    expect(readFileSync(profile('calm'), 'utf8')).toBe(PROFILE.replace('50', '10'));
    expect((await countersign(['check', policies])).code).toBe(0);
    const again = await countersign([...words, '--aim', 'maximize_approval', '--write-profile', 'calm']);
    expect([again.code, again.err.includes('it declines above 10 already')]).toEqual([0, true]);
  });

  test('begins a profile that is not there as a copy, and writes into another file', async () => {
    const { words, profile, policies, folder } = folders();
    await countersign([...words, '--min-precision', '0.6', '--write-profile', 'careful']);
    expect(readFileSync(profile('careful'), 'utf8')).toBe(PROFILE.replace('50', '70'));
    expect((await countersign(['check', policies])).code).toBe(0);
    const file = join(folder, 'draft.yaml');
    const { err } = await countersign([...words, '--aim', 'balanced', '--write', file]);
    expect(err).toContain(`wrote ${file}: it declines above 0`);
    expect(readFileSync(file, 'utf8')).toBe(PROFILE.replace('50', '0'));
    expect(readFileSync(profile('calm'), 'utf8')).toBe(PROFILE);
  });

  test('writes nothing where no threshold meets the wish, or the profile moves its thresholds otherwise', async () => {
    const { words, profile } = folders();
    const wish = ['--min-precision', '0.9', '--max-decline-rate', '0.1'];
    const none = await countersign([...words, ...wish, '--write-profile', 'calm']);
    expect([none.code, none.err]).toEqual([
      1,
      expect.stringContaining('nothing was written: no threshold meets own wish'),
    ]);
    expect(readFileSync(profile('calm'), 'utf8')).toBe(PROFILE);
    const other = await countersign([...words, '--aim', 'balanced', '--write-profile', 'strict']);
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('with --profile strict')]);
    const bad = await countersign([...words, '--aim', 'balanced', '--write-profile', 'Not A Name']);
    expect([bad.code, bad.err]).toEqual([
      1,
      expect.stringContaining('nothing was written: the folder would have an error'),
    ]);
  });

  test.each([
    [['--write-profile', 'calm'], '--aim is missing'],
    [['--aim', 'own', '--write', 'x.yaml'], '--aim own goes with a wish'],
    [['--aim', 'balanced'], '--aim says what --write or --write-profile writes'],
    [['--aim', 'balancd', '--write', 'x.yaml'], 'did you mean "balanced"?'],
    [['--min-precision', '35'], '--min-precision wants a number from 0 to 1'],
    [['--aims', '0.3,0.2'], '--aims wants three shares from 0 to 1'],
    [['--portfolio', 'travl'], 'There is no portfolio "travl"; did you mean "travel"?'],
    [['--profile', 'clam'], 'there is no profile "clam"; did you mean "calm"?'],
  ])('refuses %j and says why', async (more, message) => {
    const { code, err } = await countersign([...folders().words, ...more]);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
