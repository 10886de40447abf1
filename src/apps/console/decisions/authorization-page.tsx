import { getRouteApi, Navigate } from '@tanstack/react-router';
import { Identifier } from '../parts/identifier.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Money } from '../parts/money.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { Timeline } from './timeline.tsx';
import { useStory } from './timeline-panel.tsx';
import './decision.css';

const route = getRouteApi('/shell/authorizations/$id');

/** An authorization by its id at Stripe: what was decided of it last, or its story, where nothing was. */
export function AuthorizationPage() {
  const { id } = route.useParams();
  const story = useStory(id);
  return (
    <Page title="Authorization">
      <p className="decision-id">
        <Identifier id={id} length={40} />
      </p>
      <Loaded query={story}>
        {(data) => {
          const last = data.authorization.decisions.at(-1);
          if (last) return <Navigate to="/decisions/$id" params={{ id: last.id }} search={keepWorld} replace />;
          const { amount_minor, currency, merchant_name, status } = data.authorization;
          return (
            <Panel title="Its story">
              <p className="decision-answer">
                <Money amountMinor={amount_minor} currency={currency} />
                {merchant_name && <span>at {merchant_name}</span>}
                {status && <span className="faint">{status}, as Stripe last told</span>}
              </p>
              <Timeline {...data} />
            </Panel>
          );
        }}
      </Loaded>
    </Page>
  );
}
