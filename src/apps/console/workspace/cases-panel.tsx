import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { Place } from '../editor/code-editor.tsx';
import type { Draft } from './draft.ts';
import type { Checking } from './use-check.ts';

interface CasesPanelProps {
  readonly checking: Checking;
  readonly draft: Draft;
  go(place: Place): void;
  runCases(): void;
}

/** How each case came out when they were last run; those that failed first. */
export function CasesPanel({ checking: { cases, report, isRunning }, draft, go, runCases }: CasesPanelProps) {
  const [isWhole, setIsWhole] = useState(false);
  const all = cases?.said ?? [];
  const failed = all.filter(({ passed }) => !passed);
  const shown = isWhole ? [...failed, ...all.filter(({ passed }) => passed)] : failed;
  const isFaulty = report?.said.version === null;
  return (
    <>
      <div className="workspace-bar">
        <Button size="compact-sm" variant="default" loading={isRunning} disabled={isFaulty} onClick={runCases}>
          Run all cases
        </Button>
        {isFaulty && <span className="faint">They run once there is no error.</span>}
        {cases && (
          <span role="status">
            {failed.length === 0 ? `All ${all.length} passed` : `${failed.length} of ${all.length} failed`}
            {cases.files === draft.files ? '.' : ', before what was changed since.'}
          </span>
        )}
        {all.length > failed.length && (
          <Checkbox
            size="xs"
            label="Show those that passed"
            checked={isWhole}
            onChange={(event) => setIsWhole(event.currentTarget.checked)}
          />
        )}
      </div>
      <ul className="workspace-list">
        {shown.map(({ name, path, line, passed, differences }) => (
          <li key={name}>
            <button type="button" onClick={() => go({ file: path, line, column: 1 })}>
              <span className="word" data-tone={passed ? 'approve' : 'decline'}>
                <span aria-hidden="true">{passed ? '✓' : '✕'}</span>
                <span className="hidden">{passed ? 'passed: ' : 'failed: '}</span>
              </span>
              <span>
                {name}
                {differences.map((difference) => (
                  <span key={difference} className="workspace-difference">
                    {difference}
                  </span>
                ))}
              </span>
              <span className="faint mono">
                {path}:{line}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
