import type { System } from '../../../sdk/index.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Time } from '../parts/time.tsx';
import { State } from './state.tsx';

const FROM: Readonly<Record<string, string>> = {
  folder: 'from the folder',
  kept: 'the kept one: the folder could not be used',
  applied: 'applied',
};

/** The versions of everything that has one. */
export function Versions({ system }: { readonly system: System }) {
  const { program, node, console: built, policy, database, counters, queue } = system;
  return (
    <dl className="facts">
      <dt>Countersign</dt>
      <dd>{program}</dd>
      <dt>Console</dt>
      <dd>{built === null ? 'not built' : <span className="mono">{built}</span>}</dd>
      <dt>Node</dt>
      <dd>{node}</dd>
      <dt>Policy in force</dt>
      <dd>
        <Identifier id={policy.live} length={24} /> {FROM[policy.from] ?? policy.from}
        {policy.activated_at && (
          <>
            {' '}
            since <Time at={policy.activated_at} />
          </>
        )}
      </dd>
      <dt>In shadow</dt>
      <dd>{policy.shadow === null ? 'none' : <Identifier id={policy.shadow} length={24} />}</dd>
      {policy.differing_folder !== null && (
        <>
          <dt>Policy folder</dt>
          <dd>
            <State tone="challenge">
              another version, not applied: <Identifier id={policy.differing_folder} length={24} />
            </State>
          </dd>
        </>
      )}
      <dt>Database</dt>
      <dd>
        {DATABASES[database.kind]} {database.server}
        {database.schema && <> · schema {database.schema}</>}
      </dd>
      <dt>Redis</dt>
      <dd>
        {counters.kind === 'memory' ? 'none: this process counts by itself' : (counters.server ?? 'not reached yet')}
      </dd>
      <dt>Queues of jobs</dt>
      <dd>on {QUEUES[queue.kind]}</dd>
      <StripeFacts stripe={system.stripe} />
    </dl>
  );
}

const DATABASES = { postgres: 'PostgreSQL', pglite: 'embedded (PGlite), PostgreSQL' } as const;
const QUEUES = { redis: 'Redis', postgres: 'PostgreSQL', pglite: 'the embedded database' } as const;

function StripeFacts({ stripe: { mode, pinned, seen } }: Pick<System, 'stripe'>) {
  return (
    <>
      <dt>Stripe API</dt>
      <dd>
        answers in {pinned}; {mode === null ? 'no key to ask by' : `asked by a key of ${mode} mode`}
      </dd>
      <dt>Stripe sends</dt>
      <dd>
        {seen.length === 0 && 'no event yet'}
        {seen.map(({ version, last_at }) => (
          <div key={version}>
            {version}, last at <Time at={last_at} />{' '}
            {version === pinned ? null : <State tone="challenge">another than ours</State>}
          </div>
        ))}
      </dd>
    </>
  );
}
