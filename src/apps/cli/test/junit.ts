import type { CaseResult } from '../../../core/decision/run-cases.ts';

/** The results as JUnit XML, a suite for each file of cases: what CI systems read. Always well-formed XML 1.0. */
export function junitReport(results: readonly CaseResult[]): string {
  const suites = [...Map.groupBy(results, ({ path }) => path)].map(([path, cases]) => suite(path, cases));
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="countersign" ${counts(results)}>`,
    ...suites,
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suite(path: string, cases: readonly CaseResult[]): string {
  return [
    `  <testsuite name="${escaped(path)}" ${counts(cases)}>`,
    ...cases.map((result) => `    ${testcase(result)}`),
    '  </testsuite>',
  ].join('\n');
}

function testcase({ name, path, line, differences }: CaseResult): string {
  const head = `<testcase name="${escaped(name)}" classname="${escaped(path)}" file="${escaped(path)}" line="${line}"`;
  if (differences.length === 0) return `${head}/>`;
  const message = escaped(differences[0] ?? '');
  return `${head}><failure message="${message}">${escaped(differences.join('\n'))}</failure></testcase>`;
}

function counts(results: readonly CaseResult[]): string {
  const failures = results.filter(({ isPassed }) => !isPassed).length;
  return `tests="${results.length}" failures="${failures}" errors="0"`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Characters that XML 1.0 does not have, and halves of characters, are replaced. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"\t\n\r]/g, (sign) => ENTITIES[sign] ?? sign);
}
