import type { System } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Panel } from '../parts/page.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { State } from './state.tsx';

type Process = System['processes'][number];

/** Gateways and workers of the last day. */
export function Processes({ processes }: Pick<System, 'processes'>) {
  return (
    <Panel title="Gateways and workers of the last day" isFlush>
      {processes.length === 0 ? (
        <div className="empty">None said yet that it is there; the database may be away.</div>
      ) : (
        <Scroll label="Table of gateways and workers">
          <table className="table">
            <thead>
              <tr>
                <th>State</th>
                <th>Process</th>
                <th>Does</th>
                <th>Version</th>
                <th>Node</th>
                <th>Decides by</th>
                <th>Started</th>
                <th>Last seen</th>
              </tr>
            </thead>
            <tbody>
              {processes.map((process) => (
                <Row key={process.id} process={process} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </Panel>
  );
}

const TONES = { up: 'approve', stopped: 'challenge', silent: 'decline' } as const;

function Row({ process }: { readonly process: Process }) {
  const { name, role, program, node, policy_version: policy, state } = process;
  return (
    <tr className={state === 'stopped' ? 'faint' : undefined}>
      <td>
        {state === 'stopped' ? <span className="faint">stopped</span> : <State tone={TONES[state]}>{state}</State>}
      </td>
      <td className="mono">{name}</td>
      <td>{role}</td>
      <td>{program}</td>
      <td>{node}</td>
      <td>{policy === null ? '–' : <Identifier id={policy} />}</td>
      <td>
        <Time at={process.started_at} />
      </td>
      <td>
        <Time at={process.seen_at} isPrecise />
      </td>
    </tr>
  );
}
