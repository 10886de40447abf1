import { describe, expect, test } from 'vitest';
import { ITEM, yamlPlace } from '../../../../src/apps/console/editor/yaml-place.ts';

/** The place of the mark `|` in a text. */
function at(marked: string) {
  const offset = marked.indexOf('|');
  const place = yamlPlace(marked.replace('|', ''), offset);
  const path = place.path.map((step) => (step === ITEM ? '-' : step)).join(' ');
  return { path, key: place.key, written: place.written, siblings: place.siblings };
}

const RULES = 'rules:\n  - id: a\n    rule: "Block if :amount: > 5"\n';

describe('the place in a YAML file', () => {
  test('is at the top of an empty file', () => {
    expect(at('|')).toMatchObject({ path: '', key: null, written: '' });
    expect(at('thre|')).toMatchObject({ path: '', key: null, written: 'thre' });
  });

  test('is a key within a map', () => {
    expect(at('thresholds:\n  fraud|')).toMatchObject({ path: 'thresholds', key: null, written: 'fraud' });
    expect(at('stand_in:\n  otherwise: decline\n  ca|\n')).toMatchObject({
      path: 'stand_in',
      written: 'ca',
      siblings: ['otherwise'],
    });
  });

  test('is the value of a key', () => {
    expect(at('on_error: re|')).toMatchObject({ path: '', key: 'on_error', written: 're' });
    expect(at(`${RULES}    mode: s|`)).toMatchObject({ path: 'rules -', key: 'mode', written: 's' });
    expect(at('rules:\n  - id: a\n    rule: "Block if :am|')).toMatchObject({
      path: 'rules -',
      key: 'rule',
      written: '"Block if :am',
    });
  });

  test('is a key of an item of a list, beside those that it has', () => {
    expect(at(`${RULES}    mo|`)).toMatchObject({ path: 'rules -', key: null, siblings: ['rule', 'id'] });
    expect(at(`${RULES}  - i|`)).toMatchObject({ path: 'rules -', key: null, written: 'i', siblings: [] });
    expect(at('rules:\n- id: a\n  mo|')).toMatchObject({ path: 'rules -', written: 'mo', siblings: ['id'] });
  });

  test('is within lists in maps in lists', () => {
    const text = 'cases:\n  - name: x\n    before:\n      - event: login\n        ag|';
    expect(at(text)).toMatchObject({ path: 'cases - before -', key: null, written: 'ag', siblings: ['event'] });
    const after = 'stand_in:\n  cases:\n    - if: ":x:"\n      answer: approve\n  oth|';
    expect(at(after)).toMatchObject({ path: 'stand_in', written: 'oth' });
  });

  test('is within brackets', () => {
    expect(at('thresholds: { fraud_risk_score: { decline: 50, re|')).toMatchObject({
      path: 'thresholds fraud_risk_score',
      key: null,
      written: 're',
      siblings: ['decline'],
    });
    expect(at('cases:\n  - expect: { outcome: de|')).toMatchObject({
      path: 'cases - expect',
      key: 'outcome',
      written: 'de',
    });
    expect(at('rules:\n  - id: a\n    tags: [certain, li|')).toMatchObject({
      path: 'rules - tags -',
      key: null,
      written: 'li',
    });
    expect(at('portfolios: [{ name: a, profile: ba|')).toMatchObject({ path: 'portfolios -', key: 'profile' });
  });

  test('does not mind comments, blank lines and what stands below', () => {
    expect(at('thresholds:\n\n  # all of them\n  network|\non_error: review\n')).toMatchObject({
      path: 'thresholds',
      siblings: [],
    });
  });
});
