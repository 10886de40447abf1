import './policy.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { LivePolicy } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { LinkTabs } from '../parts/link-tabs.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { Who } from '../parts/who.tsx';
import { FeaturesTab } from './features-tab.tsx';
import { ListsTab } from './lists-tab.tsx';
import { LiveNotes } from './live-notes.tsx';
import { PolicyFiles } from './policy-files.tsx';
import { liveQuery } from './policy-queries.ts';
import { ProfilesTab } from './profiles-tab.tsx';
import { RollBack, usePublishing } from './roll-back.tsx';
import { RulesTab } from './rules-tab.tsx';
import { IN_FORCE_TABS } from './searches.ts';
import { VersionLink } from './version-link.tsx';
import { useWhyNot } from './why-not.ts';

const route = getRouteApi('/shell/policy');

/** The policy that decides at the moment: which version, since when, and all that it says. */
export function InForcePage() {
  const { tab = 'rules' } = route.useSearch();
  const live = useQuery(liveQuery(useCountersign()));
  const { ask, said, dialog } = usePublishing();
  const whyNot = useWhyNot('policy');
  const actions = whyNot === null && (
    <>
      <RollBack live={live.data} ask={ask} />
      <Button component={Link} to="/policy/edit" size="compact-sm">
        Edit
      </Button>
    </>
  );
  return (
    <Page title="In force" actions={actions}>
      {said}
      <Loaded query={live}>
        {(policy) => (
          <>
            <LiveFacts live={policy} />
            <LiveNotes live={policy} />
            <LinkTabs label="Parts of the policy" tabs={IN_FORCE_TABS} chosen={tab} />
            <Tab live={policy} />
          </>
        )}
      </Loaded>
      {dialog}
    </Page>
  );
}

function LiveFacts({ live: { version, activation, from } }: { readonly live: LivePolicy }) {
  return (
    <p className="policy-live">
      <VersionLink version={version} />{' '}
      {activation ? (
        <>
          is live since <Time at={activation.at} />, by <Who by={activation.by} />
          {activation.kind === 'rollback' && ', rolled back to'}
          {activation.note && <>: “{activation.note}”</>}
        </>
      ) : from === 'folder' ? (
        'is live from the policy folder; none was applied yet.'
      ) : (
        'is live.'
      )}
    </p>
  );
}

function Tab({ live }: { readonly live: LivePolicy }) {
  const { tab = 'rules', file } = route.useSearch();
  const { version } = live;
  switch (tab) {
    case 'rules':
      return <RulesTab live={live} />;
    case 'profiles':
      return <ProfilesTab version={version} />;
    case 'features':
      return <FeaturesTab version={version} />;
    case 'lists':
      return <ListsTab version={version} />;
    case 'cases':
      return <PolicyFiles version={version} file={file} under="cases/" />;
    case 'files':
      return <PolicyFiles version={version} file={file} />;
  }
}
