import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { CountersignError, type LivePolicy } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';
import type { Place } from '../editor/code-editor.tsx';
import { nextProblem, type Problem } from '../editor/problems.ts';
import { useKeys } from '../parts/keys.ts';
import { Failure, Waiting } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { Actions } from './actions.tsx';
import { ApplyNews } from './apply-news.tsx';
import { changesOf, type Draft, withFile } from './draft.ts';
import { FileTree } from './file-tree.tsx';
import { LiveNews } from './live-news.tsx';
import { Panels } from './panels.tsx';
import { useAddress } from './use-address.ts';
import { useApply } from './use-apply.ts';
import { useCase } from './use-case.tsx';
import { useCheck } from './use-check.ts';
import { type Drafting, useDraft } from './use-draft.ts';
import './workspace.css';

const CodeEditor = lazy(() => import('../editor/code-editor.tsx').then((loaded) => ({ default: loaded.CodeEditor })));
const NO_PROBLEMS: readonly Problem[] = [];

interface WorkspaceProps {
  readonly service: Countersign;
  readonly live: LivePolicy;
}

/** The draft with its files, the editor, and what is to be said of it. */
export function Workspace({ service, live }: WorkspaceProps) {
  const drafting = useDraft(service, live.version);
  const { draft, change } = drafting;
  const putting = useApply(service, drafting.stored);
  const caseNews = useCase(service, drafting);
  if (!draft) {
    return (
      <Page title="Edit the policy">
        {drafting.error ? <Baseless drafting={drafting} live={live.version} /> : <Waiting lines={8} />}
      </Page>
    );
  }
  return (
    <Drafted service={service} live={live} draft={draft} change={change} isKept={drafting.isKept} putting={putting}>
      {caseNews}
      <LiveNews service={service} live={live} draft={draft} change={change} />
      <ApplyNews service={service} putting={putting} />
    </Drafted>
  );
}

/** The version that the draft is made from can't be had, for now or, where it is stored no more, for good. */
function Baseless({
  drafting: { error, retry, startOver },
  live,
}: {
  readonly drafting: Drafting;
  readonly live: string;
}) {
  const isGone = error instanceof CountersignError && error.status === 404;
  const leave = () => {
    if (window.confirm('Throw away what was changed, and start from the live version?')) startOver(live);
  };
  return (
    <>
      <Failure error={error} retry={retry} />
      {isGone && (
        <Button size="compact-sm" variant="default" onClick={leave}>
          Start from the live version
        </Button>
      )}
    </>
  );
}

interface DraftedProps extends WorkspaceProps {
  readonly draft: Draft;
  change(next: (draft: Draft) => Draft): void;
  readonly isKept: boolean;
  readonly putting: ReturnType<typeof useApply>;
  readonly children: ReactNode;
}

function Drafted({ service, live, draft, change, isKept, putting, children }: DraftedProps) {
  useWarning(draft, isKept);
  const [place, setPlace] = useState<Place | null>(null);
  const address = useAddress();
  const checking = useCheck(service, draft.files);
  const words = useWords(service, draft.base);
  const names = Object.keys(draft.files).sort();
  const file = address.file !== null && draft.files[address.file] !== undefined ? address.file : (names[0] ?? null);
  const problems = useProblems(checking.report?.said.diagnostics, file, checking.report?.files[file ?? ''], draft);

  const go = (next: Place) => {
    setPlace({ ...next });
    address.open(next.file);
  };
  const runCases = () => {
    checking.run();
    address.show('cases');
  };
  const next = (line: number, column: number) => {
    const found = nextProblem(checking.report?.said.diagnostics ?? [], { file: file ?? '', line, column });
    if (found) go({ file: found.path, line: found.line, column: found.column });
  };
  useKeys([{ press: 'F8', does: 'next problem', run: () => next(0, 0) }]);
  const events = useMemo(
    () => ({ words, changed: (name: string, text: string) => change((now) => withFile(now, name, text)) }),
    [words, change],
  );

  return (
    <Page
      title="Edit the policy"
      actions={<Actions {...{ service, live, draft, change, checking, putting, address, runCases }} />}
    >
      {children}
      {!isKept && <p className="faint">This browser does not keep the draft: it is gone after a reload.</p>}
      <div className="workspace">
        <FileTree
          {...{ draft, change, file, problems: checking.report?.said.diagnostics ?? NO_PROBLEMS }}
          open={address.open}
        />
        <section className="workspace-file" aria-label="Editor">
          {file === null ? (
            <p className="empty">There is no file in this draft.</p>
          ) : (
            <Suspense fallback={<Waiting lines={12} />}>
              <CodeEditor
                file={file}
                text={draft.files[file] ?? ''}
                problems={problems}
                place={place}
                events={{ ...events, words: () => words ?? null, check: runCases, next }}
              />
            </Suspense>
          )}
          <p className="workspace-keys faint">
            Ctrl-Space completes · Ctrl-S checks and runs the cases · F8 next problem · Esc, then Tab leaves the editor
          </p>
        </section>
        <Panels {...{ service, draft, change, checking, address, go, runCases }} />
      </div>
    </Page>
  );
}

/** What is wrong in the open file, as long as that was said of its text as it stands; null otherwise. */
function useProblems(
  found: readonly Problem[] | undefined,
  file: string | null,
  checkedText: string | undefined,
  { files }: Draft,
): readonly Problem[] | null {
  const isOfThis = file !== null && checkedText !== undefined && checkedText === files[file];
  return useMemo(() => (isOfThis && found ? found.filter(({ path }) => path === file) : null), [isOfThis, found, file]);
}

/** The words of the version that the draft is made from. */
function useWords({ client, key }: Countersign, version: string) {
  const words = useQuery({
    queryKey: [key, 'policy', 'vocabulary', version],
    queryFn: ({ signal }) => client.policy.vocabulary({ version }, { signal }),
    staleTime: 60_000,
  });
  return words.data ?? null;
}

/** Warns before the window is closed while something is changed that the browser does not keep. */
function useWarning(draft: Draft, isKept: boolean): void {
  const isAtRisk = !isKept && changesOf(draft).length > 0;
  useEffect(() => {
    if (!isAtRisk) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isAtRisk]);
}
