import { describe, expect, test } from 'vitest';
import { checkProgram } from '../../../../src/core/features/check.ts';
import { compileTerm } from '../../../../src/core/features/compile.ts';
import { FUNCTION_FAMILIES, findFunction, functionNames } from '../../../../src/core/features/functions/catalogue.ts';
import { parseScowl } from '../../../../src/core/features/parse.ts';
import { BOOL } from '../../../../src/core/features/scowl-type.ts';
import { AGGREGATE_FUNCTIONS } from '../../../../src/core/features/term.ts';
import { AT_MS, functionNamed } from './call.ts';

const names = functionNames();

describe('the catalogue', () => {
  test('finds every function without regard to case, and nothing else', () => {
    expect(names.length).toBeGreaterThan(50);
    for (const name of names) {
      expect(findFunction(name)?.name).toBe(name);
      expect(findFunction(name.toUpperCase())?.name).toBe(name);
    }
    for (const name of ['', 'constructor', '__proto__', 'GibberishNameScore', 'FormatTime', 'email_domain']) {
      expect(findFunction(name)).toBeNull();
    }
  });

  test('has every name once, and none that an aggregate has', () => {
    const lower = names.map((name) => name.toLowerCase());
    expect(new Set(lower).size).toBe(lower.length);
    expect(lower.length).toBe([...FUNCTION_FAMILIES.values()].flat().length);
    expect(AGGREGATE_FUNCTIONS.filter((name) => lower.includes(name.toLowerCase()))).toEqual([]);
  });

  test('names the parameters apart, the optional ones last', () => {
    for (const { parameters, optional = 0 } of names.map(functionNamed)) {
      expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
      expect(optional).toBeLessThanOrEqual(parameters.length);
      expect(parameters.filter(({ accepts }) => accepts.length === 0)).toEqual([]);
    }
  });

  test('describes everything as half a sentence', () => {
    for (const { description } of names.map(functionNamed)) expect(description).toMatch(/^[a-z].*[^.]$/s);
  });
});

test('what says nothing of a person, of whatever it is given, is counted here one by one', () => {
  expect(names.filter((name) => !functionNamed(name).keepsPersonal)).toEqual([
    ...['IsNull', 'And', 'Or', 'Not', 'StartsWith', 'EndsWith', 'StringSimilarity', 'Contains', 'Len'],
    ...['EventTime', 'Hour', 'Day', 'DayOfWeek', 'EmailDomain', 'IsDisposableEmail', 'RegistrableDomain'],
    ...['IPCBlock', 'IsPrivateIP', 'IsIPv6', 'PhoneCountry', 'IsValidPhone', 'DistanceKm', 'SpeedKmh'],
  ]);
});

describe('the example', () => {
  test.each(names)('of %s is true', (name) => {
    const { example } = functionNamed(name);
    expect(example).toContain(`${name}(`);
    const source = { path: 'example.scowl', text: `event x\nv := ${example}` };
    const parsed = parseScowl(source);
    const { program, diagnostics } = checkProgram([{ source, program: parsed.program }], { builtIn: [] });
    expect([...parsed.diagnostics, ...diagnostics]).toEqual([]);
    const term = program?.events.get('x')?.features[0]?.term;
    if (!term) throw new Error(`no feature in ${source.text}`);
    expect(term.type).toEqual(BOOL);
    const code = compileTerm(term, { slotOf: () => 0, derivedText: () => null });
    expect(code({ atMs: AT_MS, slots: [], derived: null, conceal: (text) => text })).toBe(true);
  });
});
