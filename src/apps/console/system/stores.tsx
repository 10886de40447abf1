import { useQuery } from '@tanstack/react-query';
import { sayCount } from '../../../core/domain/figures.ts';
import type { System } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { sayDuration } from '../parts/say-duration.ts';
import { saySize } from '../parts/say-size.ts';
import { Time } from '../parts/time.tsx';
import { useIsBound } from '../shell/session.ts';
import { State } from './state.tsx';

/** Less of the disk than this is worth a look. */
const LEAST_FREE_SHARE = 0.1;

/** Where things are kept, whether that works, and what waits on its way there. */
export function Stores({ system }: { readonly system: System }) {
  const { database, journal, claims, disk } = system;
  return (
    <dl className="facts">
      <dt>Database</dt>
      <dd>
        {database.state === 'open' ? (
          <State tone="approve">open</State>
        ) : (
          <State tone="decline">{database.state}: records wait in the journal</State>
        )}
        {database.synced === false && <State tone="decline">commits are not synced to the disk</State>}
      </dd>
      <JournalFacts journal={journal} />
      <dt>Answers known</dt>
      <dd>
        {sayCount(claims.asks)} asks, since <Time at={claims.known_since} />; older ones are looked up
      </dd>
      {disk && (
        <>
          <dt>Disk</dt>
          <dd>
            <State tone={disk.free_bytes < LEAST_FREE_SHARE * disk.total_bytes ? 'challenge' : 'approve'}>
              {saySize(disk.free_bytes)} free of {saySize(disk.total_bytes)}
            </State>
          </dd>
        </>
      )}
      <WaitingFacts />
    </dl>
  );
}

function JournalFacts({ journal }: Pick<System, 'journal'>) {
  const { record, writable, unshipped_bytes: bytes, oldest_unshipped_ms: oldestMs } = journal;
  return (
    <>
      <dt>Journal</dt>
      <dd>
        {writable ? <State tone="approve">can be written</State> : <State tone="decline">can’t be written</State>}; last
        sync took {sayDuration(journal.last_sync_ms)}
        {journal.unwritten_records > 0 && (
          <State tone="decline">{sayCount(journal.unwritten_records)} records wait in memory</State>
        )}
      </dd>
      <dt>Shipping</dt>
      <dd>
        {bytes === 0
          ? 'all of it is in the database'
          : `${saySize(bytes)} not in the database yet, the oldest for ${sayDuration(oldestMs)}`}
      </dd>
      <dt>Place of record</dt>
      <dd>
        {record === 'journal' ? 'the journal, then the database' : 'the database; the journal where that is late'}
      </dd>
    </>
  );
}

/** What was stored and waits for what follows from it. */
function WaitingFacts() {
  const { client, key } = useCountersign();
  const isBound = useIsBound();
  const jobs = useQuery({
    queryKey: [key, 'jobs'],
    queryFn: ({ signal }) => client.jobs.get({ signal }),
    refetchInterval: 5_000,
    enabled: !isBound,
  });
  if (!jobs.data) return null;
  const { inbox, outbox } = jobs.data;
  return (
    <>
      <dt>Inbox</dt>
      <dd>{inbox === 0 ? 'nothing waits' : `${sayCount(inbox)} records to be looked at`}</dd>
      <dt>Outbox</dt>
      <dd>{outbox === 0 ? 'nothing waits' : `${sayCount(outbox)} jobs to be handed over`}</dd>
    </>
  );
}
