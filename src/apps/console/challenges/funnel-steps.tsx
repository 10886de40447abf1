import { Link } from '@tanstack/react-router';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Span } from '../decisions/search.ts';
import { Panel } from '../parts/page.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { type Counts, restOf, sayShare, saySums, stepsOf } from './funnel.ts';
import type { ChallengesSearch } from './search.ts';

interface FunnelStepsProps {
  readonly total: Counts;
  readonly window: Span;
}

/** All questions of a time: from asked to approved, whom it saved, and where the others went. */
export function FunnelSteps({ total, window }: FunnelStepsProps) {
  return (
    <div className="challenges-two">
      <Panel title="From asked to approved" isFlush>
        <table className="table challenges-steps">
          <thead>
            <tr>
              <th>Step</th>
              <th className="challenges-bar-head">
                <span className="hidden">As a bar</span>
              </th>
              <th className="number">Came so far</th>
              <th className="number" title="Of those who came as far as the step before">
                Kept
              </th>
            </tr>
          </thead>
          <tbody>
            {stepsOf(total).map(({ name, title, count, share }) => (
              <tr key={name}>
                <th scope="row" title={title}>
                  {name}
                </th>
                <td aria-hidden="true">
                  <span className="challenges-bar" style={{ width: `${(100 * count) / total.asked}%` }} />
                </td>
                <td className="number">{sayCount(count)}</td>
                <td className="number">{share === null ? '' : sayShare(share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Saved total={total} />
      </Panel>
      <Panel title="What became of the others" isFlush>
        <table className="table">
          <thead>
            <tr>
              <th>Ended as</th>
              <th className="number">Questions</th>
              <th className="number">Of those asked</th>
            </tr>
          </thead>
          <tbody>
            {restOf(total).map(({ state, name, title, count }) => (
              <tr key={state}>
                <td title={title}>
                  <QuestionsLink search={{ state, window }}>{name}</QuestionsLink>
                </td>
                <td className="number">{sayCount(count)}</td>
                <td className="number">{sayShare(count / total.asked)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </div>
  );
}

/** What it was for. */
function Saved({
  total: { saved, saved_amounts: amounts, approved_after: approved },
}: Pick<FunnelStepsProps, 'total'>) {
  const sums = saySums(amounts);
  return (
    <p className="challenges-saved">
      <strong>
        {sayCount(saved)} good {saved === 1 ? 'customer' : 'customers'} saved
        {sums !== null && `, with ${sums}`}
      </strong>
      <span className="faint">
        : said YES, came back and {saved === 1 ? 'was' : 'were'} approved, and nobody calls it fraud
        {approved > saved && `; of ${sayCount(approved - saved)} more that were approved somebody does`}.
      </span>
    </p>
  );
}

interface QuestionsLinkProps {
  readonly search: ChallengesSearch;
  readonly children: string;
}

/** To the questions that are like that. */
export function QuestionsLink({ search, children }: QuestionsLinkProps) {
  return (
    <Link to="/challenges" search={(world) => ({ ...keepWorld(world), tab: 'questions', ...search })}>
      {children}
    </Link>
  );
}
