import type { System } from '../../../sdk/index.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Counters } from './counters.tsx';
import { Processes } from './processes.tsx';
import { Stores } from './stores.tsx';
import { useSystem } from './use-system.ts';
import { Versions } from './versions.tsx';

/** What runs, in which versions, on what, and how far behind it is. */
export function Overview() {
  const system = useSystem();
  return (
    <Loaded query={system}>
      {(found: System) => (
        <>
          <div className="system-halves">
            <Panel title="Versions">
              <Versions system={found} />
            </Panel>
            <Panel title="Stores, and how far they are">
              <Stores system={found} />
            </Panel>
          </div>
          <Counters counters={found.counters} />
          <Processes processes={found.processes} />
        </>
      )}
    </Loaded>
  );
}
