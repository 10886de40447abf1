import type { Place } from '../editor/code-editor.tsx';
import { Waiting } from '../parts/loaded.tsx';
import type { Checking } from './use-check.ts';

const SIGNS = { error: '✕', warning: '!' } as const;

interface ProblemsPanelProps {
  readonly checking: Checking;
  go(place: Place): void;
}

/** Everything that is wrong in any file; a press leads to the place. */
export function ProblemsPanel({ checking: { report, error }, go }: ProblemsPanelProps) {
  if (!report) return error === null ? <Waiting lines={2} /> : null;
  const { diagnostics } = report.said;
  if (diagnostics.length === 0) return <p className="empty">Nothing is wrong with it.</p>;
  return (
    <ul className="workspace-list">
      {diagnostics.map((problem, index) => {
        const { severity, path, line, column, message, hint } = problem;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two can be the same in all they say
          <li key={`${path}:${line}:${column}:${index}`}>
            <button type="button" onClick={() => go({ file: path, line, column })}>
              <span className="word" data-tone={severity === 'error' ? 'decline' : 'challenge'}>
                <span aria-hidden="true">{SIGNS[severity]}</span>
                <span className="hidden">{severity}: </span>
              </span>
              <span>
                {message}
                {hint !== null && <span className="faint"> – {hint}</span>}
              </span>
              <span className="faint mono">
                {path}:{line}:{column}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
