import type { WholeReview } from '../../../sdk/index.ts';
import { capital } from '../parts/capital.ts';
import { Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { useSession } from '../shell/session.ts';
import { sayFollowUp, whoIs } from './words.ts';

const TONES = { pending: 'challenge', done: 'approve', failed: 'decline' } as const;

/** What followed from the verdict, and how far it is. */
export function FollowUps({ followUps }: { readonly followUps: WholeReview['follow_ups'] }) {
  const me = useSession();
  return (
    <Panel title="What follows">
      <ul className="reviews-rules">
        {followUps.map((each) => (
          <li key={each.id}>
            <span className="word" data-tone={TONES[each.state]}>
              {each.state}
            </span>{' '}
            {capital(sayFollowUp(each))}{' '}
            <span className="faint">
              asked for by {whoIs(each.by, me)}, <Time at={each.asked_at} isPrecise />
              {each.settled_at !== null && (
                <>
                  ; settled <Time at={each.settled_at} isPrecise />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
