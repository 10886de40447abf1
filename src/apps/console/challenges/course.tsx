import { Link } from '@tanstack/react-router';
import type { WholeChallenge } from '../../../sdk/index.ts';
import { Time } from '../parts/time.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { sayMoment } from './words.ts';

type Moment = WholeChallenge['timeline'][number];

/** What happened to a question, one line each. Of a reply there is how it was read, never what it said. */
export function Course({ timeline }: Pick<WholeChallenge, 'timeline'>) {
  return (
    <ol className="challenges-course">
      {timeline.map((moment, place) => {
        const { tone, what, detail } = sayMoment(moment);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a course only grows, and two texts may come in one moment
          <li key={place} data-tone={tone}>
            <Time at={moment.at} isPrecise />
            <span>
              <b>{what}</b> {detail} <Ref moment={moment} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Ref({ moment: { what, ref } }: { readonly moment: Moment }) {
  if (ref === null) return null;
  if (what === 'asked') {
    return (
      <Link to="/decisions/$id" params={{ id: ref }} search={keepWorld}>
        the decision
      </Link>
    );
  }
  if (what === 'purchase') {
    return (
      <Link to="/authorizations/$id" params={{ id: ref }} search={keepWorld}>
        that purchase
      </Link>
    );
  }
  return null;
}
