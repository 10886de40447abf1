import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../parts/page.tsx';
import { LatestSaid } from '../parts/said.tsx';
import { RunsPanel } from './runs-panel.tsx';
import { StartPanel } from './start-panel.tsx';
import './backtests.css';

const route = getRouteApi('/shell/backtests');

/** What policies would have done: runs over what was recorded, and a new one. */
export function BacktestsPage() {
  const search = route.useSearch();
  return (
    <Page title="Backtest">
      <LatestSaid />
      <StartPanel search={search} />
      <RunsPanel />
    </Page>
  );
}
