import { plain } from '../../../core/decision/plain.ts';
import { wrap } from '../wrap.ts';
import type { Finding } from './finding.ts';

const LONGEST_FINDING = 400;
const WIDTH = 93;
const LABEL_WIDTH = 5;

/** A line for people, with why it matters and what to do below it where something is not as it should be. */
export function findingText({ check, status, found, why, advice }: Finding): string {
  const [first = '', ...rest] = wrap(plain(found, LONGEST_FINDING), WIDTH);
  const line = `${status.padEnd(8)} ${check.padEnd(14)} ${first}\n${rest.map((part) => `${INDENT}${part}\n`).join('')}`;
  const more = [
    ['why', why],
    ['do', advice],
  ] as const;
  return `${line}${more.map(([label, text]) => (text === null ? '' : paragraph(label, text))).join('')}`;
}

const INDENT = ' '.repeat(24);

function paragraph(label: string, text: string): string {
  return wrap(text, WIDTH - LABEL_WIDTH)
    .map((part, index) => `${INDENT}${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${part}\n`)
    .join('');
}

/** What a program gets: a list of these. */
export function findingJson({ check, status, found, why, advice }: Finding) {
  return { check, status, found, why, do: advice };
}

/** How it stands in all, in one line. */
export function summaryText(findings: readonly Finding[]): string {
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length;
  const counts = [`${count('ok')} ok`, `${count('warning')} to look at`, `${count('fault')} at fault`];
  return `${[...counts, `${count('skipped')} not examined`].join(', ')}\n`;
}
