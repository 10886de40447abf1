import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { piecesOf } from '../../../src/apps/console/parts/tokens.ts';
import { untilFilled } from '../../../src/apps/console/parts/until-filled.ts';
import { CHALLENGE_ROWS } from '../../../src/apps/console/policy/challenge-rows.ts';
import { type DiffLine, diffLines, hunksOf } from '../../../src/apps/console/policy/line-diff.ts';
import { readInForceSearch, readShadowSearch } from '../../../src/apps/console/policy/searches.ts';
import { netOf, sayShare } from '../../../src/apps/console/policy/share.ts';
import { thresholdsOf } from '../../../src/apps/console/policy/thresholds.ts';
import { windowsOf } from '../../../src/apps/console/policy/windows.ts';
import { profileSchema } from '../../../src/core/policy/schema.ts';
import { CountersignError } from '../../../src/sdk/index.ts';

describe('texts compared line by line', () => {
  const shown = (lines: readonly DiffLine[]) =>
    lines.map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`);

  test('keep what is the same and tell what went and what came', () => {
    expect(shown(diffLines('a\nb\nc\nd\n', 'a\nc\nx\nd\n'))).toEqual([' a', '-b', ' c', '+x', ' d']);
    expect(diffLines('a\nb\n', 'b\n').at(-1)).toEqual({ kind: 'same', text: 'b', before: 2, after: 1 });
    expect(shown(diffLines('', 'a\n'))).toEqual(['+a']);
    expect(diffLines('', '')).toEqual([]);
  });

  test('hold both texts, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '', '  d'), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(`${before.join('\n')}\n`, `${after.join('\n')}\n`);
        const side = (gone: DiffLine['kind']) => lines.filter(({ kind }) => kind !== gone).map((line) => line.text);
        expect(`${side('added').join('\n')}\n`).toBe(`${before.join('\n')}\n`);
        expect(`${side('removed').join('\n')}\n`).toBe(`${after.join('\n')}\n`);
        const changed = lines.filter(({ kind }) => kind !== 'same').length;
        expect(
          hunksOf(lines)
            .flat()
            .filter(({ kind }) => kind !== 'same'),
        ).toHaveLength(changed);
      }),
    );
  });

  test('that have nothing in common are told as one that went and one that came', () => {
    const many = (word: string) => Array.from({ length: 2_000 }, (_, line) => `${word}${line}\n`).join('');
    const lines = diffLines(many('a'), many('b'));
    expect(lines).toHaveLength(4_000);
    expect(lines.slice(0, 2_000).every(({ kind }) => kind === 'removed')).toBe(true);
  });

  test('show three lines around each change, and changes that are near in one piece', () => {
    const lines = Array.from({ length: 30 }, (_, line) => `line ${line}`);
    const changed = lines.map((line, number) => ([5, 8, 25].includes(number) ? `${line}!` : line));
    const hunks = hunksOf(diffLines(lines.join('\n'), changed.join('\n')));
    expect(hunks.map((hunk) => [hunk[0]?.text, hunk.at(-1)?.text])).toEqual([
      ['line 2', 'line 11'],
      ['line 22', 'line 28'],
    ]);
  });
});

describe('words of the policy', () => {
  test('have their kinds, and together are the line', () => {
    const kinds = (line: string, language: 'rule' | 'scowl' | 'yaml') =>
      piecesOf(line, language)
        .filter(({ kind }) => kind !== 'plain')
        .map(({ kind, text }) => [kind, text]);
    expect(kinds('Block if :amount: > 5.5 and :merchant: in @risky', 'rule')).toEqual([
      ['keyword', 'Block'],
      ['keyword', 'if'],
      ['attribute', ':amount:'],
      ['number', '5.5'],
      ['keyword', 'and'],
      ['attribute', ':merchant:'],
      ['keyword', 'in'],
      ['list', '@risky'],
    ]);
    expect(kinds('n := Count(by card last 1 hour) -- why', 'scowl').map(([kind]) => kind)).toEqual([
      ...['keyword', 'keyword', 'keyword', 'number', 'comment'],
    ]);
    expect(kinds('  - id: a # why', 'yaml')).toEqual([
      ['key', 'id'],
      ['comment', '# why'],
    ]);
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('rule', 'scowl', 'yaml' as const), (line, language) => {
        expect(
          piecesOf(line, language as 'rule')
            .map(({ text }) => text)
            .join(''),
        ).toBe(line);
      }),
    );
  });

  test('say how far back a feature looks, each window once', () => {
    expect(
      windowsOf('Count(by card last 1 hour exclusive) / Count(by card last 30 days) + Count(last 1 hour)'),
    ).toEqual(['1 hour', '30 days']);
    expect(windowsOf('amount * 2')).toEqual([]);
  });
});

describe('a profile', () => {
  test('says of each signal what it leads to, and what its lack does', () => {
    const settings = profileSchema.parse({
      thresholds: {
        fraud_risk_score: { review: 30, decline: 50 },
        card_testing_risk_level: { challenge: 'elevated' },
        fraud_disputability: { decline: 'very_unlikely' },
      },
      on_missing: { fraud_risk_score: 'review', network_risk_score: 'ignore' },
    });
    expect(thresholdsOf(settings, 'fraud_risk_score')).toEqual([
      { action: 'decline', when: 'above 50' },
      { action: 'review', when: 'above 30' },
      { action: 'review', when: 'if missing' },
    ]);
    expect(thresholdsOf(settings, 'card_testing_risk_level')).toEqual([{ action: 'challenge', when: 'from elevated' }]);
    expect(thresholdsOf(settings, 'fraud_disputability')[0]?.when).toBe('if very unlikely or less');
    expect(thresholdsOf(settings, 'network_risk_score')).toEqual([]);
  });
});

describe('what a shadow would mean', () => {
  test('is a share of all decisions, as far as they were counted', () => {
    expect(sayShare({ total: 3, decisions: 300 })).toBe('1.0 %');
    expect(sayShare({ total: 1, decisions: 10_000 })).toBe('0.01 %');
    expect(sayShare({ total: 20, decisions: 200_000 })).toBe('at most 0.01 %');
    expect(sayShare({ total: 0, decisions: 0 })).toBeNull();
  });

  test('is how many more of each answer there would have been', () => {
    const outcomes = [
      { live: 'approve', shadow: 'decline', count: 5 } as const,
      { live: 'decline', shadow: 'approve', count: 2 } as const,
      { live: 'challenge', shadow: 'challenge', count: 9 } as const,
    ];
    expect(netOf(outcomes)).toEqual({ approve: -3, decline: 3 });
  });
});

describe('what makes a version live', () => {
  const filling = (share: number) =>
    new CountersignError('not applied yet', {
      problem: {
        type: '',
        title: '',
        code: 'filling',
        status: 409,
        detail: '',
        filling: { version: 'pol_1', events: 5, share },
      },
    });

  test('is done again until its features are filled, telling how far that is', async () => {
    const answers: (Error | string)[] = [filling(0.2), filling(0.9), 'live'];
    const act = async () => {
      const next = answers.shift();
      if (next instanceof Error) throw next;
      return next;
    };
    const told: number[] = [];
    const { signal } = new AbortController();
    expect(await untilFilled(act, ({ share }) => void told.push(share), signal, 0)).toBe('live');
    expect(told).toEqual([0.2, 0.9]);
  });

  test('is given up with what is refused, and when nobody waits any more', async () => {
    const { signal } = new AbortController();
    const refused = new CountersignError('no', {});
    await expect(
      untilFilled(
        () => Promise.reject(refused),
        () => {},
        signal,
        0,
      ),
    ).rejects.toBe(refused);
    const gone = new AbortController();
    const waited = untilFilled(
      () => Promise.reject(filling(0)),
      () => gone.abort(),
      gone.signal,
      0,
    );
    await expect(waited).rejects.toThrow('aborted');
  });
});

describe('an address', () => {
  test('is read as far as it is understood', () => {
    expect(readInForceSearch({ tab: 'rules', mode: 'shadow', action: 'shoot', text: 5, x: 1 })).toEqual({
      ...{ tab: 'rules', mode: 'shadow', text: '5' },
    });
    expect(readShadowSearch({ version: 'pol_1', was: 'approve', would: 'nothing' })).toEqual({ was: 'approve' });
  });
});

describe('what a profile says of challenges', () => {
  const said = (challenge: unknown) => {
    const settings = profileSchema.parse({ challenge });
    return Object.fromEntries(CHALLENGE_ROWS.map(({ name, of }) => [name, of(settings.challenge)]));
  };

  test('is that nobody is asked, and what that leads to, where it is so', () => {
    const { 'A challenge is put': put, 'A challenge of somebody who can’t be asked': otherwise, ...rest } = said({});
    expect([put, otherwise]).toEqual(['to nobody', 'decline']);
    expect(Object.values(rest)).toEqual(Object.values(rest).map(() => null));
  });

  test('is who asks whom, for how long, and what follows from the answer', () => {
    const texts = {
      channel: 'twilio',
      countries: ['US', 'FR'],
      from: 'MG1',
      reply_minutes: 90,
      on_no: { freeze_card: true },
    };
    expect(said({ ...texts, allowance: { days: 1, uses_daily: 1 } })).toEqual({
      'A challenge is put': 'by a text of ours, from MG1',
      'A challenge of somebody who can’t be asked': 'decline',
      'Phones that are asked': 'US, FR, unchanged for 3 days',
      'Challenges of one cardholder': '3 in a day',
      'Time to answer': '1.5 h',
      'A YES lets through': '1 day at that merchant, each and all together up to 2 × the amount in question, 1 a day',
      'A NO': 'declines that merchant for 90 days, and freezes the card',
    });
  });

  test('leaves to Stripe what Stripe decides', () => {
    expect(said({ channel: 'stripe', phone_unchanged_hours: 0, otherwise: 'approve' })).toMatchObject({
      'A challenge is put': 'by a text of Stripe’s',
      'A challenge of somebody who can’t be asked': 'approve',
      'Phones that are asked': 'US, GB',
      'Time to answer': null,
      'A YES lets through': 'what Stripe’s own list of seven days says',
    });
  });
});
