import './policy.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { LivePolicy, WholePolicyVersion } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { LinkTabs } from '../parts/link-tabs.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Panel } from '../parts/page.tsx';
import { Time } from '../parts/time.tsx';
import { Who } from '../parts/who.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { DiffView } from './diff-view.tsx';
import { PolicyFiles } from './policy-files.tsx';
import { activationsQuery, liveQuery, versionQuery } from './policy-queries.ts';
import type { Publishing } from './publish-dialog.tsx';
import { usePublishing } from './roll-back.tsx';
import { VERSION_TABS } from './searches.ts';
import { spansOf } from './spans.ts';
import { Spans } from './spans-list.tsx';
import { useWhyNot } from './why-not.ts';

const route = getRouteApi('/shell/policy/versions/$version');

/** One stored version: whose it is, when it was live, what it would change, and all of its files. */
export function VersionPage() {
  const { version } = route.useParams();
  const { tab = 'changes', file } = route.useSearch();
  const countersign = useCountersign();
  const stored = useQuery(versionQuery(countersign, version));
  const live = useQuery(liveQuery(countersign));
  const { ask, said, dialog } = usePublishing();
  return (
    <Page
      title={version}
      actions={live.data && stored.data && <Acts live={live.data} stored={stored.data} ask={ask} />}
    >
      {said}
      <Loaded query={stored}>
        {(whole) => (
          <>
            <Facts stored={whole} live={live.data?.version ?? null} />
            <LinkTabs label="Parts of the version" tabs={VERSION_TABS} chosen={tab} />
            {tab === 'files' ? (
              <PolicyFiles version={version} file={file} />
            ) : (
              <Loaded query={live}>{(policy) => <WhatItChanges version={version} live={policy} />}</Loaded>
            )}
          </>
        )}
      </Loaded>
      {dialog}
    </Page>
  );
}

function Facts({ stored, live }: { readonly stored: WholePolicyVersion; readonly live: string | null }) {
  const activations = useQuery(activationsQuery(useCountersign()));
  const { version, by, note, created_at: createdAt } = stored;
  const spans = spansOf(activations.data?.data ?? []).filter((span) => span.version === version);
  return (
    <Panel title="What it is">
      <dl className="facts">
        <dt>Stored</dt>
        <dd>
          <Time at={createdAt} /> by <Who by={by} />
        </dd>
        <dt>Note</dt>
        <dd>{note ?? <span className="faint">none</span>}</dd>
        <dt>Live</dt>
        <dd>
          <Spans spans={spans} isLive={version === live} />
        </dd>
      </dl>
    </Panel>
  );
}

/** Against what is live; the live version itself against the one before it. */
function WhatItChanges({ version, live }: { readonly version: string; readonly live: LivePolicy }) {
  const isLive = version === live.version;
  const other = isLive ? live.rollback_to : live.version;
  if (other === null) {
    return <div className="empty">It is live, and no version was live before it: there is nothing to compare to.</div>;
  }
  return (
    <Panel title={isLive ? `What it changed of ${other}` : `What it would change of ${other}, which is live`}>
      <DiffView from={other} to={version} />
    </Panel>
  );
}

interface ActsProps {
  readonly live: LivePolicy;
  readonly stored: WholePolicyVersion;
  ask(about: Publishing): void;
}

function Acts({ live, stored: { version, by }, ask }: ActsProps) {
  const activations = useQuery(activationsQuery(useCountersign())).data?.data ?? [];
  const whyNot = useWhyNot('policy');
  const mayApprove = useMay('approve');
  const session = useSession();
  if (whyNot !== null) return <span className="faint">{whyNot}</span>;
  if (version === live.version) return <span className="faint">It is live.</span>;
  const wasLive = activations.some((each) => each.version === version);
  const act = wasLive ? 'rollback' : 'activate';
  const barrier = act === 'activate' && live.four_eyes ? fourEyes(by.id === session?.id, mayApprove) : null;
  return (
    <>
      <Button
        renderRoot={(props) => <Link to="/backtests" search={{ policy: 'live', against: version }} {...props} />}
        size="compact-sm"
        variant="default"
      >
        Backtest…
      </Button>
      {live.shadow !== version && (
        <Button
          renderRoot={(props) => <Link to="/policy/shadow" search={{ start: version }} {...props} />}
          size="compact-sm"
          variant="default"
        >
          Put in shadow…
        </Button>
      )}
      {barrier ? (
        <span className="faint">{barrier}</span>
      ) : (
        <Button size="compact-sm" onClick={() => ask({ act, version, live: live.version })}>
          {wasLive ? 'Roll back to it…' : 'Make it live…'}
        </Button>
      )}
    </>
  );
}

/** Why somebody may not make a version live where four eyes are wanted; null: they may. */
function fourEyes(isOwn: boolean, mayApprove: boolean): string | null {
  if (isOwn) return 'It is your own: with four eyes somebody else makes it live.';
  return mayApprove ? null : 'With four eyes, making it live wants the scope approve.';
}
