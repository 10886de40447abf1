import { limits } from '../domain/limits.ts';
import { PART_KINDS, type PartKind } from './describe.ts';
import type { FieldChange, PartChange, PolicyDiff } from './diff.ts';

const HEADINGS: Readonly<Record<PartKind, string>> = {
  rule: 'Rules',
  feature: 'Features',
  profile: 'Profiles',
  portfolio: 'Portfolios',
  list: 'Lists',
  rate: 'Rates',
  text: 'Texts',
  case: 'Cases',
};
const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
/** A change of values that are longer than this takes a line for each. */
const SHORT = 40;

/** A diff for people, the same in terminal, API and console; without a line break at its end. */
export function printDiff(diff: PolicyDiff): string {
  const head = `${diff.before} → ${diff.after}`;
  if (diff.before === diff.after) return `${head}: the same version`;
  const sections = PART_KINDS.flatMap((kind) => section(kind, diff));
  if (sections.length === 0) return `${head}: both say the same; only how the files are written differs`;
  return [head, ...sections].join('\n\n');
}

function section(kind: PartKind, { parts, portfolioOrder, cases }: PolicyDiff): string[] {
  const ofKind = parts.filter((part) => part.kind === kind);
  const lines = kind === 'case' ? printCases(ofKind) : ofKind.flatMap(printPart);
  if (kind === 'portfolio' && portfolioOrder) lines.push(`  ~ their order${printOrder(portfolioOrder)}`);
  if (lines.length === 0) return [];
  const count = kind === 'case' && cases.before !== cases.after ? `: ${cases.before} → ${cases.after}` : '';
  return [[`${HEADINGS[kind]}${count}`, ...lines].join('\n')];
}

/** Of cases their names say enough, and a few of them. */
function printCases(cases: readonly PartChange[]): string[] {
  const shown = cases.slice(0, limits.printedCases).map(({ name, change }) => `  ${SIGNS[change]} ${name}`);
  const hidden = cases.length - shown.length;
  return hidden > 0 ? [...shown, `    and ${hidden} more`] : shown;
}

function printOrder({ before, after }: NonNullable<PolicyDiff['portfolioOrder']>): string {
  return printChange(before.join(', '), after.join(', '), '      ');
}

function printPart({ kind, name, change, fields }: PartChange): string[] {
  const called = kind === 'list' ? `@${name}` : name;
  const isEntry = ({ field }: FieldChange) => field.startsWith('entry ');
  const entries = fields.filter(isEntry);
  const shown = [...fields.filter((field) => !isEntry(field)), ...entries.slice(0, limits.printedListEntries)];
  const hidden = entries.length - limits.printedListEntries;
  return [
    `  ${SIGNS[change]} ${called}`,
    ...shown.map((field) => printField(field, change)),
    ...(hidden > 0 ? [`      and ${hidden} more ${hidden === 1 ? 'entry' : 'entries'}`] : []),
  ];
}

function printField({ field, before, after }: FieldChange, change: PartChange['change']): string {
  if (change !== 'changed') return `      ${field}: ${onOneLine(after ?? before)}`;
  return `      ${field}${printChange(before, after, '        ')}`;
}

function printChange(before: string | null, after: string | null, indent: string): string {
  const [was, is] = [onOneLine(before), onOneLine(after)];
  if (was.length <= SHORT && is.length <= SHORT) return `: ${was} → ${is}`;
  return `:\n${indent}- ${was}\n${indent}+ ${is}`;
}

function onOneLine(text: string | null): string {
  return text === null ? 'not set' : text.trim().replace(/\s+/g, ' ');
}
