import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { sayMoney } from '../../../core/domain/figures.ts';
import type { WholeReview } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { LatestSaid } from '../parts/said.tsx';
import { Time } from '../parts/time.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { FollowUps } from './follow-ups.tsx';
import { History } from './history.tsx';
import { Incident } from './incident.tsx';
import { Labels } from './labels.tsx';
import { Purchase } from './purchase.tsx';
import { Verdict } from './queue-table.tsx';
import { Related } from './related.tsx';
import { useWork } from './use-work.ts';
import { VerdictDialog } from './verdict-dialog.tsx';
import { whoIs } from './words.ts';
import { WorkBar } from './work-bar.tsx';
import './reviews.css';

const route = getRouteApi('/shell/reviews/$id');

const EVERY_MS = 10_000;
/** While a job is on its way. */
const SOON_MS = 1_500;

/** One review, with all that helps to judge it, and what can be done about it. */
export function ReviewPage() {
  const { id } = route.useParams();
  const { client, key } = useCountersign();
  const query = useQuery({
    queryKey: [key, 'reviews', 'review', id],
    queryFn: ({ signal }) => client.reviews.get(id, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.follow_ups.some(({ state }) => state === 'pending') ? SOON_MS : EVERY_MS,
  });
  if (query.data !== undefined) return <Review key={id} review={query.data} query={query} />;
  return (
    <Page title="Review">
      <LatestSaid />
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  );
}

interface ReviewProps {
  readonly review: WholeReview;
  readonly query: Parameters<typeof Loaded<WholeReview>>[0]['query'];
}

function Review({ review, query }: ReviewProps) {
  const search = route.useSearch();
  const isMine = useMay('review');
  const work = useWork(review, search);
  return (
    <Page
      title={titleOf(review)}
      actions={
        <Link to="/reviews" search={search}>
          To the queue
        </Link>
      }
    >
      <LatestSaid />
      {work.conflict !== null && (
        <Note tone="late" title="Somebody else was first">
          {work.conflict}. What is shown here is how it stands now; nothing of yours was done.
        </Note>
      )}
      {isMine && <WorkBar review={review} work={work} />}
      <Loaded query={query}>{(data) => <Whole review={data} focusNote={work.noteField} />}</Loaded>
      {work.asked !== null && (
        <VerdictDialog
          review={review}
          verdict={work.asked}
          onClose={work.cancel}
          onDone={work.decided}
          onConflict={work.lost}
        />
      )}
    </Page>
  );
}

interface WholeProps {
  readonly review: WholeReview;
  readonly focusNote: React.RefObject<HTMLTextAreaElement | null>;
}

function Whole({ review, focusNote }: WholeProps) {
  return (
    <div className="reviews-two">
      <div>
        <Standing review={review} />
        {review.incident ? <Incident incident={review.incident} /> : <Purchase review={review} />}
        {review.kind !== 'incident' && <Related review={review} />}
      </div>
      <div>
        {review.follow_ups.length > 0 && <FollowUps followUps={review.follow_ups} />}
        <History review={review} noteField={focusNote} />
        {review.authorization !== null && <Labels authorization={review.authorization} />}
      </div>
    </div>
  );
}

/** Where it stands: open and whose, or closed as what, by whom. */
function Standing({ review }: { readonly review: WholeReview }) {
  const me = useSession();
  const { id, verdict, closed_at, closed_by, opened_at, overdue, assigned_to, portfolio, authorization } = review;
  return (
    <Panel title="Where it stands">
      <dl className="facts">
        <dt>State</dt>
        <dd>
          {verdict === null || closed_at === null ? (
            <>
              open{overdue && <strong>, overdue</strong>},{' '}
              {assigned_to === null ? "nobody's" : `with ${whoIs(assigned_to, me)}`}
            </>
          ) : (
            <>
              closed as <Verdict verdict={verdict} /> by {whoIs(closed_by, me)}, <Time at={closed_at} />
            </>
          )}
        </dd>
        <dt>Opened</dt>
        <dd>
          <Time at={opened_at} />
        </dd>
        {portfolio !== null && (
          <>
            <dt>Portfolio</dt>
            <dd>{portfolio}</dd>
          </>
        )}
        {authorization !== null && (
          <>
            <dt>Authorization</dt>
            <dd>
              <Identifier id={authorization} length={40} />
            </dd>
          </>
        )}
        <dt>Review</dt>
        <dd>
          <Identifier id={id} length={24} />
        </dd>
      </dl>
    </Panel>
  );
}

function titleOf({ kind, incident, latest_decision: decision, merchant }: WholeReview): string {
  if (kind === 'incident') return `Outage${incident ? `: ${incident.cause}` : ''}`;
  const where = decision?.merchant_name ?? merchant ?? 'an unknown merchant';
  if (decision?.amount_minor == null || decision.currency === null) return `Purchase at ${where}`;
  return `${sayMoney(decision.amount_minor, decision.currency)} at ${where}`;
}
