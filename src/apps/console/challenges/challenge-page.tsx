import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { WholeChallenge } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { useKeys } from '../parts/keys.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { LatestSaid } from '../parts/said.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { About } from './about.tsx';
import { Allowed } from './allowed.tsx';
import { Course } from './course.tsx';
import { Purchases } from './purchases.tsx';
import { Standing } from './standing.tsx';
import { Terms } from './terms.tsx';
import './challenges.css';

const route = getRouteApi('/shell/challenges/$id');

/** While an answer is awaited it may come at any moment. */
const OPEN_EVERY_MS = 3_000;
const ENDED_EVERY_MS = 15_000;

/** One question: where it stands, what happened, and what follows from its answer. */
export function ChallengePage() {
  const { id } = route.useParams();
  const { client, key } = useCountersign();
  const navigate = useNavigate();
  const query = useQuery({
    queryKey: [key, 'challenges', 'question', id],
    queryFn: ({ signal }) => client.challenges.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data?.ended_at === null ? OPEN_EVERY_MS : ENDED_EVERY_MS),
  });
  useKeys([{ press: 'u', does: 'to the list', run: () => void navigate({ to: '/challenges', search: toList }) }]);
  return (
    <Page
      title="Challenge"
      actions={
        <Link to="/challenges" search={toList}>
          All questions
        </Link>
      }
    >
      <LatestSaid />
      <p className="challenges-id">
        <Identifier id={id} length={40} />
      </p>
      <Loaded query={query}>{(challenge) => <Whole key={id} challenge={challenge} />}</Loaded>
    </Page>
  );
}

function toList(world: Parameters<typeof keepWorld>[0]) {
  return { ...keepWorld(world), tab: 'questions' as const };
}

function Whole({ challenge }: { readonly challenge: WholeChallenge }) {
  const { allowance, terms, purchases, merchant } = challenge;
  return (
    <>
      <Standing challenge={challenge} />
      <div className="challenges-two">
        <div>
          <Panel title="What happened">
            <Course timeline={challenge.timeline} />
          </Panel>
          {merchant !== null && <Purchases purchases={purchases} />}
        </div>
        <div>
          {allowance && <Allowed allowance={allowance} />}
          <About challenge={challenge} />
          {terms && <Terms terms={terms} channel={challenge.channel} />}
        </div>
      </div>
    </>
  );
}
