import { sayCount } from '../../../core/domain/figures.ts';
import type { ServiceStatus } from '../../../sdk/index.ts';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { PageLink } from './page-link.tsx';

type Part = ServiceStatus['parts'][number];

/** Where somebody looks further, by the part that is degraded. */
const PLACES: Readonly<Record<string, string>> = { policy: '/policy' };

/** What does not do as it should, and why. */
export function DegradedPanel({ status }: { readonly status: ServiceStatus }) {
  const degraded = status.parts.filter((part) => part.degraded);
  return (
    <Panel title="What is degraded" isFlush actions={<PageLink to="/system">System</PageLink>}>
      {degraded.length === 0 ? (
        <p className="now-well">
          <span className="word" data-tone="approve">
            <span aria-hidden="true">✓</span>Nothing: all parts are well.
          </span>
        </p>
      ) : (
        <ul className="now-causes">
          {degraded.map((part) => (
            <PartCauses key={part.part} part={part} alarms={status.alarms} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function PartCauses({ part, alarms }: { readonly part: Part; readonly alarms: ServiceStatus['alarms'] }) {
  return part.causes.map(({ cause, severity, text }) => {
    const alarm = alarms.find((standing) => standing.alarm === cause);
    return (
      <li key={cause}>
        <span className="word" data-tone={severity === 'critical' ? 'decline' : 'challenge'}>
          <span aria-hidden="true">{severity === 'critical' ? '✕' : '!'}</span>
          <PageLink to={PLACES[part.part] ?? '/system'}>{part.part}</PageLink>
        </span>
        <span>
          {text}
          <span className="faint">
            {severity === 'critical' && ' (critical)'}
            {alarm && (
              <>
                , since <Time at={alarm.since} />
                {alarm.processes > 1 && ` in ${alarm.processes} processes`}
              </>
            )}
          </span>
        </span>
      </li>
    );
  });
}

/** What waits to be done after the answers. */
export function QueuesPanel({ jobs }: { readonly jobs: ServiceStatus['jobs'] }) {
  const { queues, inbox, outbox } = jobs;
  return (
    <Panel title="What waits" isFlush>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th>Queue</th>
              <th className="number">Waiting</th>
              <th className="number">Later</th>
              <th className="number">Dead</th>
              <th>Oldest</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td title="Records from which nothing was drawn yet">records</td>
              <td className="number">{figure(inbox)}</td>
              <td className="number">–</td>
              <td className="number">–</td>
              <td>{jobs.inbox_oldest_at ? <Time at={jobs.inbox_oldest_at} isPrecise /> : '–'}</td>
            </tr>
            <tr>
              <td title="Jobs that are not in their queue yet">to be queued</td>
              <td className="number">{figure(outbox)}</td>
              <td className="number">–</td>
              <td className="number">–</td>
              <td>–</td>
            </tr>
            {queues?.map((queue) => (
              <tr key={queue.queue}>
                <td title={queue.waits_for ? `waits for ${queue.waits_for}` : undefined}>{queue.queue}</td>
                <td className="number">{figure(queue.waiting + queue.active)}</td>
                <td className="number">{figure(queue.delayed)}</td>
                <td className={queue.dead > 0 ? 'number now-bad' : 'number'}>{figure(queue.dead)}</td>
                <td>{queue.oldest_waiting_since ? <Time at={queue.oldest_waiting_since} isPrecise /> : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {queues === null && <p className="now-scale-words faint">The queues can't be asked just now.</p>}
    </Panel>
  );
}

function figure(number: number | null): string {
  return number === null ? '?' : sayCount(number);
}
