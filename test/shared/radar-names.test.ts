import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCatalogue } from '../../src/core/rules/attributes.ts';
import { checkCondition } from '../../src/core/rules/check.ts';
import { parseCondition } from '../../src/core/rules/parse.ts';

// Against a list of Radar's names that is no part of this project: COUNTERSIGN_SHARED says where it is, and without it
// these tests are skipped.
const shared = process.env.COUNTERSIGN_SHARED;
const list = join(shared ?? '', 'reference', 'radar-attributes.json');
const whyNot = shared === undefined ? 'COUNTERSIGN_SHARED is not set' : existsSync(list) ? null : `there is no ${list}`;

interface RadarAttribute {
  readonly name: string;
  readonly xyz?: readonly string[];
}

function readNames(): string[] {
  const attributes: RadarAttribute[] = JSON.parse(readFileSync(list, 'utf8'));
  expect(attributes).toHaveLength(245);
  return attributes.flatMap(({ name, xyz = [] }) => [name, ...xyz.map((currency) => name.replace('xyz', currency))]);
}

describe.skipIf(whyNot !== null)(whyNot ? `Radar's names: skipped, ${whyNot}` : "Radar's names", () => {
  test('are each read here, or refused with a reason and with what to write instead', () => {
    const catalogue = createCatalogue();
    const counts = { read: 0, refused: 0 };
    const unsettled = readNames().filter((name) => {
      const source = { path: 'rule', text: `is_missing(:${name}:)` };
      const { condition } = parseCondition(source);
      if (!condition) return true;
      const { diagnostics } = checkCondition(condition, { source, catalogue, lists: new Map() });
      const error = diagnostics.find(({ severity }) => severity === 'error');
      counts[error ? 'refused' : 'read']++;
      return error !== undefined && !(error.message.startsWith(`there is no :${name}: here: `) && error.hint);
    });
    expect(unsettled).toEqual([]);
    expect(counts).toEqual({ read: 16, refused: 263 });
  });
});
