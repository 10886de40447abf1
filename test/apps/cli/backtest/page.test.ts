import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { html } from '../../../../src/apps/cli/backtest/page/html.ts';
import { backtestPage } from '../../../../src/apps/cli/backtest/page/page.ts';
import { niceTop } from '../../../../src/apps/cli/backtest/page/scale.ts';
import { ASKED, backtestResult, comparison, policyResult, rule, sample, scoresOf } from './results.ts';

const page = (changes: Parameters<typeof backtestResult>[0] = {}) => backtestPage(backtestResult(changes), ASKED);
const HOSTILE = `"><script>alert(1)</script><img src=x onerror='x'>&`;

/** Tags in their order, but those that close themselves, e.g. ['html', '/html']. */
const tagsOf = (text: string) =>
  [...text.matchAll(/<(\/?[a-z][a-z0-9]*)((?:"[^"]*"|[^>"])*)>/g)].flatMap(([, name = '', rest = '']) =>
    rest.endsWith('/') ? [] : [name],
  );

describe('the page of a backtest', () => {
  test('needs nothing else: no script, no address, a policy that forbids both', () => {
    const text = page({ against: comparison() });
    expect(text).not.toMatch(/<script|<link rel="stylesheet"|https?:|url\(|@import| on[a-z]+=/);
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  });

  test('is well formed: every tag is closed where it was opened', () => {
    const alone = new Set(['meta', 'link', 'br']);
    const open: string[] = [];
    for (const tag of tagsOf(page({ against: comparison() }))) {
      if (alone.has(tag)) continue;
      if (tag.startsWith('/')) expect(open.pop()).toBe(tag.slice(1));
      else open.push(tag);
    }
    expect(open).toEqual([]);
  });

  test('has a heading for each section, a caption for each table and words for each drawing', () => {
    const text = page({ against: comparison() });
    expect(text.match(/<h1/g)).toHaveLength(1);
    const sections = [...text.matchAll(/<(?:section|footer) aria-labelledby="([a-z]+)"><h2 id="([a-z]+)">/g)];
    expect(sections.length).toBeGreaterThan(7);
    expect(sections.filter(([, label, id]) => label !== id)).toEqual([]);
    expect(text.match(/<table><caption><span>[^<]+<\/span><\/caption>/g)).toHaveLength(
      text.match(/<table/g)?.length ?? -1,
    );
    expect(text.match(/<svg[^>]*role="img"[^>]*aria-label="[^"]+"/g)).toHaveLength(text.match(/<svg/g)?.length ?? -1);
    expect(text).toMatch(/<html lang="en">/);
  });

  test('tells what matters in its first lines', () => {
    const text = page().replaceAll('\u00a0', ' ');
    expect(text).toContain('It stops 38.7 % of the fraud: 280,937.50 USD of 691,625.50 USD (40.6 %).');
    expect(text).toContain('<strong>19.7 %</strong>');
    expect(text).toContain('between 18.6 % and 20.9 %');
  });

  test('draws money, weeks and rules', () => {
    const text = page();
    expect(text).toContain('Fraud: 280,937.50 USD stopped (40.6 %), 410,688.00 USD approved (59.4 %)');
    expect(text.match(/<rect class="fraud-stopped" x="[\d.]+%"/g)?.length).toBeGreaterThan(13);
    expect(text.match(/<polyline class="line/g)).toHaveLength(2);
    expect(text).toContain('trusted_merchant: -937.50 USD of fraud, -13,610.40 USD of good spend');
    expect(text).toContain('matched by week: 225, 226, 226,');
  });

  test('escapes what others wrote, wherever it stands', () => {
    const hostile = sample('x', {
      ...{ authorization: HOSTILE, card: HOSTILE, merchant: HOSTILE, portfolio: HOSTILE, reasons: [HOSTILE] },
    });
    const { samples } = policyResult();
    const other = comparison({
      samples: [{ ...hostile, new_outcome: 'decline', new_reasons: [HOSTILE], truth: HOSTILE }],
    });
    const result = backtestResult({
      rules: [rule(HOSTILE, { profile: HOSTILE }), rule(`${HOSTILE}2`, {}, 0, 0)],
      samples: { ...samples, fp: [hostile] },
      against: other,
      given_features: [HOSTILE],
      unrecorded: { count: 1, attributes: [HOSTILE] },
    });
    const text = backtestPage(result, { history: HOSTILE, policies: HOSTILE, against: HOSTILE });
    expect(text).not.toMatch(/<script|<img|onerror='/);
    expect(text.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(12);
  });

  test('breaks lines where a week has no value, and draws one week alone', () => {
    const [first, second, third] = policyResult().weeks;
    if (!first || !second || !third) throw new Error('there are weeks');
    const none = { ...second, ...scoresOf({ tp: 0, fp: 0, fn: 0, tn: 9 }, 9, 0) };
    expect(page({ weeks: [first, none, third] }).match(/<polyline/g)).toHaveLength(4);
    const alone = page({ weeks: [first] });
    expect(alone.match(/<polyline/g)).toHaveLength(2);
    expect(alone).toMatch(/points="0\.00,[\d.]+ 100\.00,/);
    expect(page({ weeks: [] })).not.toContain('Week by week');
  });

  test('shows the strongest of many rules, and says that there are more', () => {
    const rules = Array.from({ length: 20 }, (_, index) => rule(`rule_${index}`, {}, 40 + index, 30));
    const text = page({ rules });
    expect(text).toContain('The 4 of least effect stand in the table alone.');
    expect(text.match(/<li>/g)).toHaveLength(16);
  });

  test('of nothing that is known draws nothing wrong', () => {
    const nothing = scoresOf({ tp: 0, fp: 0, fn: 0, tn: 0 }, 4, 0, []);
    const text = page({ ...nothing, purchases: { ...nothing, count: 4 }, rules: [], weeks: [] });
    expect(text).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(text).toContain('there is nothing to score');
  });

  test('never has a number that is none, whatever is counted', () => {
    const count = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(count, count, count, count, (tp, fp, fn, tn) => {
        const scores = scoresOf({ tp, fp, fn, tn }, 20, tp + fp);
        const weeks = policyResult()
          .weeks.slice(0, 2)
          .map((week) => ({ ...week, ...scores }));
        const text = page({ ...scores, weeks, rules: [rule('r', {}, tp, fp)] });
        expect(text).not.toMatch(/NaN|Infinity|undefined|(width|height)="-/);
      }),
    );
  });
});

describe('a piece of a page', () => {
  test('escapes texts, and nothing twice', () => {
    const inner = html`<b>${'<&>"\''}</b>`;
    expect(html`<p>${inner}${[inner, 'x<']}${3}</p>`.markup).toBe(
      '<p><b>&lt;&amp;&gt;&quot;&#39;</b><b>&lt;&amp;&gt;&quot;&#39;</b>x&lt;3</p>',
    );
  });

  test('never lets a text open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`<i title="${text}">${text}</i>`.markup).toMatch(/^<i title="[^"<>]*">[^<>]*<\/i>$/);
      }),
    );
  });
});

describe('the top of a scale', () => {
  test.each([
    [0, 1],
    [1, 1],
    [7, 8],
    [11, 20],
    [187, 200],
    [243, 300],
    [0.6, 0.6],
  ])('for %d is %d', (most, top) => {
    expect(niceTop(most)).toBeCloseTo(top);
  });

  test('is never below what is to be drawn, nor more than twice of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1e9 }), (most) => {
        expect(niceTop(most)).toBeGreaterThanOrEqual(most);
        expect(niceTop(most)).toBeLessThanOrEqual(most * 2);
      }),
    );
  });
});
