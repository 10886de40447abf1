import { openTimelines } from '../../../adapters/counters/memory-timelines.ts';
import type { loadPolicyFolder } from '../../../adapters/store/policies/load.ts';
import { readAuthorization } from '../../../adapters/stripe/authorization.ts';
import { runCases } from '../../../core/decision/run-cases.ts';
import { type Diagnostic, formatDiagnostic } from '../../../core/language/diagnostic.ts';
import { positionAt, type Source } from '../../../core/language/source.ts';
import type { CheckReport } from '../../../sdk/index.ts';
import { type Terminal, write } from '../command.ts';
import { failureText } from '../test/print.ts';
import { harmlessLines } from './words.ts';

type Said = CheckReport['diagnostics'][number];
type SaidCase = CheckReport['cases'][number];

/** A policy folder as it is read here, with what is found wrong here: the service judges, this only knows the text. */
export type SentFolder = Awaited<ReturnType<typeof loadPolicyFolder>>;

/** Shows what a service found in a policy as `check` and `test` do; `folder` is where it is from, if from one. */
export async function showFaults(
  {
    diagnostics = [],
    cases = [],
  }: { readonly diagnostics?: readonly Said[] | undefined; readonly cases?: readonly SaidCase[] | undefined },
  folder: SentFolder | null,
  { stderr }: Terminal,
): Promise<void> {
  for (const diagnostic of diagnostics) {
    await write(stderr, `${harmlessLines(formatDiagnostic(located(diagnostic, folder)))}\n`);
  }
  const failed = cases.filter(({ passed }) => !passed);
  if (failed.length === 0) return;
  const here = folder?.policy ? await runCases(folder.policy, { readAuthorization, openTimelines }) : [];
  for (const said of failed) {
    // The same case here knows more of itself: what was decided, and why.
    const same = here.find(
      ({ name, line, differences }) =>
        name === said.name && line === said.line && differences.join('\n') === said.differences.join('\n'),
    );
    await write(stderr, `${harmlessLines(failureText(same ?? { ...said, isPassed: false, record: null }))}\n`);
  }
}

/** The fault in the text that a person wrote, so that it can be underlined. */
function located(said: Said, folder: SentFolder | null): Diagnostic {
  const file = folder?.files.find(({ name }) => name === said.path);
  const same = folder?.diagnostics.find(
    ({ message, source, span }) =>
      message === said.message && (!file || source.path === file.source.path) && isAt(said, source, span.start),
  );
  if (same) return same;
  const { severity, message, hint, line, column, end_line: endLine, end_column: endColumn, path } = said;
  // Without the text, one that is blank up to there: what counts is the place.
  const source = file?.source ?? { path, text: `${'\n'.repeat(line - 1)}${' '.repeat(column - 1)}` };
  const start = offsetAt(source.text, line, column);
  const end = Math.max(start + 1, file ? offsetAt(source.text, endLine, endColumn) : 0);
  return { severity, source, span: { start, end }, message, ...(hint !== null && { hint }) };
}

function isAt(said: Said, { text }: Source, offset: number): boolean {
  const { line, column } = positionAt(text, offset);
  return line === said.line && column === said.column;
}

function offsetAt(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((length, each) => length + each.length + 1, 0) + column - 1;
}
