import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { WholePolicyVersion } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Pieces } from '../parts/code.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { languageOf } from '../parts/tokens.ts';
import { diffLines, hunksOf } from './line-diff.ts';
import { versionQuery } from './policy-queries.ts';

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;

/** How the files of two versions differ, line by line. */
export function FileChanges({ from, to }: { readonly from: string; readonly to: string }) {
  const countersign = useCountersign();
  const old = useQuery(versionQuery(countersign, from));
  const now = useQuery(versionQuery(countersign, to));
  return (
    <Loaded query={old}>
      {(before) => (
        <Loaded query={now}>
          {(after) => changedFiles(before, after).map((file) => <FileChange key={file.name} {...file} />)}
        </Loaded>
      )}
    </Loaded>
  );
}

interface ChangedFile {
  readonly name: string;
  /** Null: it was not there, or is not any more. */
  readonly before: string | null;
  readonly after: string | null;
}

function changedFiles(from: WholePolicyVersion, to: WholePolicyVersion): readonly ChangedFile[] {
  const textIn = ({ files }: WholePolicyVersion, name: string) =>
    files.find((file) => file.name === name)?.text ?? null;
  const names = new Set([...from.files, ...to.files].map(({ name }) => name));
  return [...names]
    .sort()
    .map((name) => ({ name, before: textIn(from, name), after: textIn(to, name) }))
    .filter(({ before, after }) => before !== after);
}

function FileChange({ name, before, after }: ChangedFile) {
  const hunks = useMemo(() => hunksOf(diffLines(before ?? '', after ?? '')), [before, after]);
  const what = before === null ? ' (new)' : after === null ? ' (gone)' : '';
  return (
    <section aria-label={name}>
      <h3 className="mono">
        {name}
        {what}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <div className="diff-lines" tabIndex={0}>
        <table className="code">
          {hunks.map((hunk) => (
            <tbody key={`${hunk[0]?.before} ${hunk[0]?.after}`}>
              {hunk.map(({ kind, text, before: was, after: is }) => (
                <tr key={`${was} ${is}`} data-kind={kind}>
                  <td className="number">{was}</td>
                  <td className="number">{is}</td>
                  <td>
                    {SIGNS[kind]} <Pieces text={text} language={languageOf(name)} />
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </section>
  );
}
