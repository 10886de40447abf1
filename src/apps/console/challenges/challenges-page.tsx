import { getRouteApi } from '@tanstack/react-router';
import { LinkTabs } from '../parts/link-tabs.tsx';
import { Page } from '../parts/page.tsx';
import { LatestSaid } from '../parts/said.tsx';
import { AllowancesTab } from './allowances-tab.tsx';
import { ChannelNotes } from './channel-notes.tsx';
import { FunnelTab } from './funnel-tab.tsx';
import { QuestionsTab } from './questions-tab.tsx';
import { TABS } from './search.ts';
import './challenges.css';

const route = getRouteApi('/shell/challenges');

/** Questions to cardholders: what they come to, each of them, and what their answers allow. */
export function ChallengesPage() {
  const search = route.useSearch();
  const { tab = 'funnel' } = search;
  return (
    <Page title="Challenges">
      <LatestSaid />
      <ChannelNotes />
      <LinkTabs label="Parts of challenges" tabs={TABS} chosen={tab} />
      {tab === 'funnel' && <FunnelTab search={search} />}
      {tab === 'questions' && <QuestionsTab search={search} />}
      {tab === 'allowances' && <AllowancesTab search={search} />}
    </Page>
  );
}
