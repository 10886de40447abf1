import { useQuery } from '@tanstack/react-query';
import { sayCount } from '../../../core/domain/figures.ts';
import { JOBS } from '../../../core/domain/job.ts';
import type { Jobs as JobsState } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { sayDuration } from '../parts/say-duration.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Time } from '../parts/time.tsx';
import { DeadLetters } from './dead-letters.tsx';
import { State } from './state.tsx';
import { Sweeps } from './sweeps.tsx';

const EVERY_MS = 5_000;

/** The work after the answers: queues, jobs that came to nothing, and what comes by itself. */
export function Jobs() {
  const { client, key } = useCountersign();
  const jobs = useQuery({
    queryKey: [key, 'jobs'],
    queryFn: ({ signal }) => client.jobs.get({ signal }),
    refetchInterval: EVERY_MS,
  });
  return (
    <>
      <Panel title="Queues" isFlush>
        <Loaded query={jobs}>{(state: JobsState) => <Queues state={state} />}</Loaded>
      </Panel>
      <DeadLetters dead={jobs.data?.queues.reduce((sum, { dead }) => sum + dead, 0) ?? null} />
      <div className="system-halves">
        <Sweeps />
        <Schedules />
      </div>
    </>
  );
}

function Queues({ state }: { readonly state: JobsState }) {
  const doers = state.done_by === 'here' ? 'Gateways do them themselves.' : 'countersign worker does them.';
  return (
    <Scroll label="Table of queues">
      <table className="table">
        <caption className="hidden">{doers}</caption>
        <thead>
          <tr>
            <th>Queue</th>
            <th className="number">Waiting</th>
            <th className="number">Under way</th>
            <th className="number">Put off</th>
            <th className="number">Dead</th>
            <th>Oldest waits since</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {state.queues.map((queue) => (
            <tr key={queue.queue}>
              <td>{queue.queue}</td>
              <td className="number">{sayCount(queue.waiting)}</td>
              <td className="number">{sayCount(queue.active)}</td>
              <td className="number">{sayCount(queue.delayed)}</td>
              <td className="number">{sayCount(queue.dead)}</td>
              <td>{queue.oldest_waiting_since ? <Time at={queue.oldest_waiting_since} isPrecise /> : '–'}</td>
              <td>
                {queue.waits_for === null ? (
                  <State tone={queue.dead > 0 ? 'decline' : 'approve'}>
                    {queue.dead > 0 ? 'dead letters' : 'works'}
                  </State>
                ) : (
                  <State tone="challenge">waits for {queue.waits_for}</State>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="system-note faint" aria-hidden="true">
        {doers}
      </p>
    </Scroll>
  );
}

/** What comes by itself, and how often. */
function Schedules() {
  const regular = Object.entries(JOBS).flatMap(([name, kind]) =>
    'everyMs' in kind ? [{ name, queue: kind.queue, everyMs: kind.everyMs }] : [],
  );
  return (
    <Panel title="What comes by itself" isFlush>
      <table className="table">
        <thead>
          <tr>
            <th>Job</th>
            <th>Queue</th>
            <th>Every</th>
          </tr>
        </thead>
        <tbody>
          {regular.map(({ name, queue, everyMs }) => (
            <tr key={name}>
              <td className="mono">{name}</td>
              <td>{queue}</td>
              <td>{sayDuration(everyMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
