import { sayCount } from '../../../core/domain/figures.ts';
import type { System } from '../../../sdk/index.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { sayDuration } from '../parts/say-duration.ts';
import { saySize } from '../parts/say-size.ts';
import { Scroll } from '../parts/scroll.tsx';
import { State } from './state.tsx';
import { useSystem } from './use-system.ts';

/** By which limits the service runs, for how long it keeps what, and which settings are made. */
export function Limits() {
  const system = useSystem();
  return (
    <Loaded query={system}>
      {(found: System) => (
        <>
          <div className="system-halves">
            <Profiles policy={found.policy} />
            <Settings settings={found.settings} />
          </div>
          <Numbers limits={found.limits} />
          <Retention retention={found.retention} />
        </>
      )}
    </Loaded>
  );
}

function Profiles({ policy }: Pick<System, 'policy'>) {
  return (
    <Panel title="Deadlines of the live policy’s profiles" isFlush>
      <table className="table">
        <thead>
          <tr>
            <th>Profile</th>
            <th className="number">Answers within</th>
          </tr>
        </thead>
        <tbody>
          {policy.profiles.map(({ name, deadline_ms: ms }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="number">{sayDuration(ms)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Settings({ settings }: Pick<System, 'settings'>) {
  return (
    <Panel title="Settings" isFlush>
      <table className="table">
        <thead>
          <tr>
            <th>Name</th>
            <th>Made</th>
          </tr>
        </thead>
        <tbody>
          {settings.map(({ name, set }) => (
            <tr key={name}>
              <td className="mono">{name}</td>
              <td>{set ? <State tone="approve">set</State> : <span className="faint">not set</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Numbers({ limits }: Pick<System, 'limits'>) {
  return (
    <Panel title="Limits" isFlush>
      <Scroll label="Table of limits">
        <table className="table">
          <thead>
            <tr>
              <th className="number">Limit</th>
              <th>What it is</th>
              <th>Name</th>
            </tr>
          </thead>
          <tbody>
            {limits.map((limit) => (
              <tr key={limit.name}>
                <td className="number">{valueText(limit)}</td>
                <td className="system-wrap">{limit.what}</td>
                <td className="mono faint">{limit.name}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

function valueText({ value, unit }: Pick<System['limits'][number], 'value' | 'unit'>): string {
  if (unit === 'ms') return sayDuration(value);
  if (unit === 'bytes') return saySize(value);
  const count = sayCount(value);
  return unit === 'count' ? count : `${count} a ${unit === 'per_minute' ? 'minute' : 'second'}`;
}

function Retention({ retention }: Pick<System, 'retention'>) {
  return (
    <Panel title="How long rows are kept" isFlush>
      <Scroll label="Table of tables">
        <table className="table">
          <thead>
            <tr>
              <th className="number">Kept</th>
              <th>What</th>
              <th>Table</th>
            </tr>
          </thead>
          <tbody>
            {retention.map(({ table, days, what }) => (
              <tr key={table}>
                <td className="number">{days === null ? 'stays' : `${days} days`}</td>
                <td className="system-wrap">{what}</td>
                <td className="mono faint">{table}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}
