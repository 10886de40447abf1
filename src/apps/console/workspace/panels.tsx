import type { Countersign } from '../client.ts';
import type { Place } from '../editor/code-editor.tsx';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { CasesPanel } from './cases-panel.tsx';
import { ChangesPanel } from './changes-panel.tsx';
import { changesOf, type Draft } from './draft.ts';
import { HistoryPanel } from './history-panel.tsx';
import { ProblemsPanel } from './problems-panel.tsx';
import { PANELS, type PanelName } from './search.ts';
import type { Address } from './use-address.ts';
import type { Checking } from './use-check.ts';

interface PanelsProps {
  readonly service: Countersign;
  readonly draft: Draft;
  change(next: (draft: Draft) => Draft): void;
  readonly checking: Checking;
  readonly address: Address;
  go(place: Place): void;
  runCases(): void;
}

/** What is to be said of the draft: what is wrong, how its cases come out, what it changes. */
export function Panels({ service, draft, change, checking, address, go, runCases }: PanelsProps) {
  const { report, error, isRunning } = checking;
  return (
    <section className="workspace-panels" aria-label="About the draft">
      <div className="workspace-tabs">
        <div role="tablist" aria-label="About the draft">
          {PANELS.map(([name, title]) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-selected={address.panel === name}
              aria-controls="workspace-panel"
              onClick={() => address.show(name)}
            >
              {title}
              {countOf(name, checking, draft)}
            </button>
          ))}
        </div>
        <span className="workspace-state faint" role="status">
          {stateOf(checking, draft, isRunning)}
        </span>
      </div>
      <div role="tabpanel" id="workspace-panel" aria-labelledby={`tab-${address.panel}`} className="workspace-panel">
        {error !== null && (
          <Note tone="late" title="The service could not check this">
            {messageOf(error)}. {report ? 'What is shown is old; it' : 'It'} is asked again.
          </Note>
        )}
        {address.panel === 'problems' && <ProblemsPanel checking={checking} go={go} />}
        {address.panel === 'cases' && <CasesPanel {...{ checking, draft, go, runCases }} />}
        {address.panel === 'changes' && <ChangesPanel {...{ service, draft, change, open: address.open }} />}
        {address.panel === 'history' && <HistoryPanel {...{ service, draft, report }} />}
      </div>
    </section>
  );
}

function countOf(name: PanelName, { report, cases }: Checking, draft: Draft): string {
  if (name === 'problems') return report ? ` ${report.said.diagnostics.length}` : '';
  if (name === 'changes') return ` ${changesOf(draft).length}`;
  if (name !== 'cases' || !cases) return '';
  return ` ${cases.said.filter(({ passed }) => passed).length}/${cases.said.length}`;
}

function stateOf({ report, error }: Checking, { files }: Draft, isRunning: boolean): string {
  if (isRunning) return 'checking …';
  if (error !== null) return 'not checked';
  if (!report || report.files !== files) return 'changed since the last check';
  const errors = report.said.diagnostics.filter(({ severity }) => severity === 'error').length;
  return errors === 0 ? `no error · ${report.said.version}` : `${errors} ${errors === 1 ? 'error' : 'errors'}`;
}
