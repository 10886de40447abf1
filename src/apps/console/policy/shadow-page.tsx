import './policy.css';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ShadowState } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { Who } from '../parts/who.tsx';
import { DiffView } from './diff-view.tsx';
import { liveQuery, shadowQuery } from './policy-queries.ts';
import { EndShadow, StartShadow } from './shadow-acts.tsx';
import { Differences } from './shadow-differences.tsx';
import { VersionLink } from './version-link.tsx';
import { useWhyNot } from './why-not.ts';

const route = getRouteApi('/shell/policy/shadow');

/** The version that is evaluated beside the live one, and what it would have answered otherwise. */
export function ShadowPage() {
  const countersign = useCountersign();
  const state = useQuery(shadowQuery(countersign));
  const { version, start } = route.useSearch();
  const whyNot = useWhyNot('policy');
  return (
    <Page title="Shadow">
      <Loaded query={state}>
        {({ shadow }) => {
          const shown = version ?? shadow?.version ?? null;
          return (
            <>
              <Panel
                title={shadow ? 'In shadow' : 'No version is in shadow'}
                actions={whyNot === null ? shadow && <EndShadow version={shadow.version} /> : null}
              >
                <Now shadow={shadow} />
                {whyNot !== null && <p className="faint">{whyNot}</p>}
                {whyNot === null && (!shadow || start) && <StartShadow key={start} start={start} instead={shadow} />}
              </Panel>
              {shown && <Differences key={shown} version={shown} isOver={shown !== shadow?.version} />}
              {shown && shown === shadow?.version && <WhatItChanges version={shown} />}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Now({ shadow }: Pick<ShadowState, 'shadow'>) {
  if (!shadow) {
    return (
      <p className="faint">
        A version in shadow is evaluated beside the live one on every decision. It decides nothing; what it would have
        answered otherwise is counted and kept.
      </p>
    );
  }
  return (
    <p className="policy-live">
      <VersionLink version={shadow.version} /> since <Time at={shadow.since} />, by <Who by={shadow.by} />
    </p>
  );
}

function WhatItChanges({ version }: { readonly version: string }) {
  const live = useQuery(liveQuery(useCountersign()));
  return (
    <Panel title="What it says otherwise than the live version">
      <Loaded query={live}>{(policy) => <DiffView from={policy.version} to={version} />}</Loaded>
    </Panel>
  );
}
