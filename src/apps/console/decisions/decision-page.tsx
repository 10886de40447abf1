import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { OPEN_STATES } from '../../../core/domain/challenge.ts';
import type { Decision } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { useKeys } from '../parts/keys.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { AgainPanel } from './again-panel.tsx';
import { AskPanel } from './ask-panel.tsx';
import { CasePanel } from './case-panel.tsx';
import { FeaturesPanel } from './features-panel.tsx';
import { ReviewButton } from './review-button.tsx';
import { RulesPanel } from './rules-panel.tsx';
import { SignalsPanel } from './signals-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import { WhyPanel } from './why-panel.tsx';
import './decisions.css';
import './decision.css';

const EVERY_MS = 5_000;
/** Stripe tells within seconds how an ask ended, or within a few tries of its delivery. */
const AWAITED_MS = 15 * 60_000;

const route = getRouteApi('/shell/decisions/$id');

/** One decision: what was asked and said, why, and what became of it. */
export function DecisionPage() {
  const { id } = route.useParams();
  const { client, key } = useCountersign();
  const navigate = useNavigate();
  const decision = useQuery({
    queryKey: [key, 'decision', id],
    queryFn: ({ signal }) => client.decisions.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data && isAwaited(state.data, Date.now()) ? EVERY_MS : false),
  });
  useKeys([{ press: 'u', does: 'to the list', run: () => void navigate({ to: '/decisions', search: keepWorld }) }]);
  return (
    <Page
      title="Decision"
      actions={
        <>
          <Link to="/decisions" search={keepWorld}>
            All decisions
          </Link>
          {decision.data?.authorization && <ReviewButton authorization={decision.data.authorization} />}
        </>
      }
    >
      <p className="decision-id">
        <Identifier id={id} length={40} />
      </p>
      <Loaded query={decision}>{(data) => <Whole key={id} decision={data} />}</Loaded>
    </Page>
  );
}

/** Whether Stripe may yet tell how it ended, or the cardholder answer. */
function isAwaited({ confirmation, challenge, received_at: receivedAt }: Decision, nowMs: number): boolean {
  if (!confirmation && nowMs - receivedAt < AWAITED_MS) return true;
  return OPEN_STATES.some((state) => state === challenge?.state);
}

function Whole({ decision }: { readonly decision: Decision }) {
  return (
    <>
      {decision.answered_by !== 'policy' && <Note tone="late">{OTHERWISE[decision.answered_by]}</Note>}
      {decision.recorded_late && <Note tone="late">Stripe was answered before the record was durable.</Note>}
      <WhyPanel decision={decision} />
      <div className="decision-parts">
        <div>
          <AskPanel decision={decision} />
          <SignalsPanel id={decision.id} />
          <TimelinePanel decision={decision} />
        </div>
        <div>
          <RulesPanel decision={decision} />
          <FeaturesPanel id={decision.id} />
          <AgainPanel decision={decision} />
          <CasePanel decision={decision} />
        </div>
      </div>
    </>
  );
}

const OTHERWISE = {
  stand_in: 'The stand-in answered, since the policy could not decide in time: no rule was considered.',
  restored: 'The record was lost. This is what the metadata of our reply at Stripe kept of it.',
} as const;
