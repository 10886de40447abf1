import { Link } from '@tanstack/react-router';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { happeningsOf, type Story } from './happenings.ts';

interface TimelineProps extends Story {
  /** The one that is looked at: the others are links. */
  readonly decision?: string;
}

/** What happened to an authorization, one line each. */
export function Timeline({ decision, ...story }: TimelineProps) {
  const happenings = happeningsOf(story);
  if (happenings.length === 0) return <div className="empty">Nothing is known of it yet.</div>;
  return (
    <ol className="timeline">
      {happenings.map((one) => (
        <li
          key={`${one.at} ${one.order} ${one.what} ${one.detail}`}
          data-tone={one.tone}
          data-here={isHere(one.decision, decision)}
        >
          <Time at={one.at} isPrecise />
          <span>
            <b>{one.what}</b> {one.detail}{' '}
            {one.decision !== undefined && one.decision !== decision && (
              <Link to="/decisions/$id" params={{ id: one.decision }} search={keepWorld}>
                that decision
              </Link>
            )}
            {one.decision !== undefined && one.decision === decision && <span className="faint">(this decision)</span>}
            {one.review && (
              <Link to="/reviews/$id" params={{ id: one.review }} search={keepWorld}>
                the review
              </Link>
            )}
            {one.challenge && (
              <Link to="/challenges/$id" params={{ id: one.challenge }} search={keepWorld}>
                the question
              </Link>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function isHere(one: string | undefined, decision: string | undefined): true | undefined {
  return (one !== undefined && one === decision) || undefined;
}
