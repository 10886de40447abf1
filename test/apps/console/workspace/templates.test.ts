import { describe, expect, test } from 'vitest';
import { contentHash } from '../../../../src/adapters/store/hasher.ts';
import { loadPolicyFolder } from '../../../../src/adapters/store/policies/load.ts';
import {
  featureFile,
  featureFileName,
  nameFault,
  pathOf,
  TEMPLATES,
} from '../../../../src/apps/console/workspace/templates.ts';
import { readBundle } from '../../../../src/core/policy/bundle.ts';

const { files } = await loadPolicyFolder('policies');

/** What is wrong with the shipped policy and one more file, or with another in the place of one. */
function faults(name: string, text: string): string[] {
  const more = { name, source: { path: name, text } };
  return readBundle([...files.filter((file) => file.name !== name), more], '', contentHash).diagnostics.map(
    ({ message }) => message,
  );
}

describe('a new file', () => {
  test.each(TEMPLATES)('that is a $kind is sound as it begins', (template) => {
    expect(faults(pathOf(template, template.name), template.text(template.name))).toEqual([]);
    expect(nameFault(pathOf(template, template.kind === 'texts' ? 'de' : 'my-file'), [])).toBeNull();
  });

  test('is refused under a name that is taken, or that names no part of a policy', () => {
    expect(nameFault('rules/a.yaml', ['rules/a.yaml'])).toMatch(/already/);
    expect(nameFault('notes.txt', [])).toMatch(/features/);
    expect(nameFault('lists/My List.yaml', [])).toMatch(/lower case/);
    expect(nameFault('texts/my-file.yaml', [])).toMatch(/language/);
    expect(nameFault('rules/../a.yaml', [])).not.toBeNull();
  });
});

describe('a feature that is pasted', () => {
  const FEATURE = 'tries_today := Count(by card last 1 day exclusive)';

  test('is one of authorizations unless it says of what', () => {
    expect(faults('features/pasted.scowl', featureFile(FEATURE))).toEqual([]);
    expect(featureFile(`event login\n${FEATURE}`)).toBe(`event login\n${FEATURE}\n`);
  });

  test('names its file, as no other is called', () => {
    expect(featureFileName(FEATURE, [])).toBe('features/tries-today.scowl');
    expect(featureFileName(FEATURE, ['features/tries-today.scowl'])).toBe('features/tries-today-2.scowl');
  });
});
