import fc from 'fast-check';
import { expect, test } from 'vitest';
import { junitReport } from '../../../../src/apps/cli/test/junit.ts';
import { tagsOf } from './xml.ts';

const passed = { name: 'a', path: 'p/cases/c.yaml', line: 2, isPassed: true, differences: [], record: null };
const failed = { ...passed, name: 'b <"&">', line: 4, isPassed: false, differences: ['outcome: x', 'review: y'] };

test('every case is a test case of the suite that is its file', () => {
  expect(junitReport([passed, failed])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="countersign" tests="2" failures="1" errors="0">
  <testsuite name="p/cases/c.yaml" tests="2" failures="1" errors="0">
    <testcase name="a" classname="p/cases/c.yaml" file="p/cases/c.yaml" line="2"/>
    <testcase name="b &lt;&quot;&amp;&quot;&gt;" classname="p/cases/c.yaml" file="p/cases/c.yaml" line="4"><failure message="outcome: x">outcome: x&#10;review: y</failure></testcase>
  </testsuite>
</testsuites>
`);
});

test('no cases are a report as well', () => {
  expect(tagsOf(junitReport([]))).toEqual(['testsuites']);
});

test('whatever a case is called, the report is well-formed', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '<', '>', '&', '"', "'", ']]>', '\u0000', '\ufffe', '\ud800', '\n', '😀'),
  });
  fc.assert(
    fc.property(text, text, text, (name, path, difference) => {
      const tags = tagsOf(junitReport([passed, { ...failed, name, path, differences: [difference] }]));
      expect(tags.filter((tag) => tag === 'testcase')).toHaveLength(2);
    }),
  );
});
