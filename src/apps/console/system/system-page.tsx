import { getRouteApi } from '@tanstack/react-router';
import { LinkTabs } from '../parts/link-tabs.tsx';
import { Page } from '../parts/page.tsx';
import { Alarms } from './alarms.tsx';
import { Jobs } from './jobs.tsx';
import { Limits } from './limits.tsx';
import { Overview } from './overview.tsx';
import './system.css';

const route = getRouteApi('/shell/system');

const NAMES = [
  ['overview', 'Overview'],
  ['alarms', 'Alarms'],
  ['jobs', 'Jobs'],
  ['limits', 'Limits and settings'],
] as const;

/** The state of the service: what runs, what is wrong, what waits, and by which limits. */
export function SystemPage() {
  const { tab = 'overview' } = route.useSearch();
  return (
    <Page title="System">
      <LinkTabs label="Parts of the system" tabs={NAMES} chosen={tab} />
      {tab === 'overview' && <Overview />}
      {tab === 'alarms' && <Alarms />}
      {tab === 'jobs' && <Jobs />}
      {tab === 'limits' && <Limits />}
    </Page>
  );
}
