import { describe, expect, test } from 'vitest';
import { runCases } from '../../../src/core/decision/run-cases.ts';
import { casePorts } from '../../support/cases.ts';
import { policyOf, shippedFiles } from '../../support/policy.ts';

const FILE = 'rules/starter.yaml';
const THRESHOLD = /(>=|<=|>|<) (\d+(?:\.\d+)?)/g;

const files = shippedFiles();
const rules = (files[FILE] ?? '').split(/(?=^ {2}- id: )/m);

/** The text of a rule with its threshold at this place turned by a little; null where it has not so many. */
function turned(rule: string, place: number, sign: number): string | null {
  const found = [...rule.matchAll(THRESHOLD)][place];
  if (!found) return null;
  const [text, comparison = '', number = ''] = found;
  const step = comparison === '>=' && Number(number) >= 1 ? 1 : 0.1;
  const next = Number((Number(number) + sign * step).toFixed(6));
  return `${rule.slice(0, found.index)}${comparison} ${next}${rule.slice(found.index + text.length)}`;
}

/** The rules of which a case says that they match, or don't, other than they should. */
async function noticed(text: string): Promise<ReadonlySet<string>> {
  const results = await runCases(policyOf({ ...files, [FILE]: text }), casePorts);
  const said = results.flatMap(({ differences }) => differences.join('\n').match(/(?<=matched: expected )\w+/g) ?? []);
  return new Set(said);
}

describe('every threshold of the shipped rules', () => {
  const most = Math.max(...rules.map((rule) => [...rule.matchAll(THRESHOLD)].length));
  const places = Array.from({ length: most }, (_, place) => place);

  test.each(
    places.flatMap((place) => [
      { place, sign: 1 },
      { place, sign: -1 },
    ]),
  )('has a case that notices when number $place of each is turned by $sign step', async ({ place, sign }) => {
    const changed = rules.map((rule) => turned(rule, place, sign));
    const found = await noticed(rules.map((rule, index) => changed[index] ?? rule).join(''));
    const wanted = rules
      .filter((_, index) => changed[index] !== null)
      .map((rule) => /- id: (\w+)/.exec(rule)?.[1] ?? '');
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((id) => !found.has(id))).toEqual([]);
  });
});
