import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { sayCount } from '../../../core/domain/figures.ts';
import { Choices } from '../parts/choices.tsx';
import { useKeys } from '../parts/keys.ts';
import { Waiting } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/page.tsx';
import { Announcer } from './announcer.tsx';
import { FeedList } from './feed-list.tsx';
import { skippedCount } from './feed-rows.ts';
import type { ShownOutcome } from './now-search.ts';
import type { LiveFeed } from './use-feed.ts';

const MOST_SHOWN = 100;
const CHOICES = [
  { value: 'all', name: 'All' },
  { value: 'approve', name: 'Approved' },
  { value: 'decline', name: 'Declined' },
  { value: 'challenge', name: 'Challenged' },
] as const;

interface FeedPanelProps {
  readonly feed: LiveFeed;
  readonly outcome: ShownOutcome | null;
  choose(outcome: ShownOutcome | null): void;
  readonly hold: Hold;
  /** What stands there when nothing was asked yet. */
  readonly nothing: ReactNode;
}

/** Why the list stands still: somebody paused it, or is about to press something on it. */
export interface Hold {
  readonly isPaused: boolean;
  readonly isBusy: boolean;
  pause(isPaused: boolean): void;
  /** Tells that the pointer or the focus is on it, or no longer. */
  busy(by: 'pointer' | 'focus', isBusy: boolean): void;
}

/** Whether the list is held, and by what. */
export function useHold(): Hold {
  const [isPaused, pause] = useState(false);
  const [busyBy, setBusyBy] = useState({ pointer: false, focus: false });
  return {
    isPaused,
    isBusy: busyBy.pointer || busyBy.focus,
    pause,
    busy: (by, isBusy) => setBusyBy((before) => (before[by] === isBusy ? before : { ...before, [by]: isBusy })),
  };
}

/** The latest decisions. Rows never move under the pointer or the focus: what comes meanwhile waits behind a button. */
export function FeedPanel({ feed, outcome, choose, hold, nothing }: FeedPanelProps) {
  const { rows, line } = feed;
  const { isPaused, isBusy } = hold;
  useKeys([{ press: 'p', does: isPaused ? 'go on' : 'pause the list', run: () => hold.pause(!isPaused) }]);
  const fitting = rows.shown.filter((row) => outcome === null || row.type !== 'decision' || row.outcome === outcome);
  const shown = fitting.slice(0, MOST_SHOWN);
  const isWaiting = rows.shown.length === 0 && line.kind === 'connecting';
  const letGo = () => {
    feed.letGo();
    // The button is gone with what it stood for, and nothing would tell that the focus left it.
    hold.busy('focus', false);
  };
  const isEmpty = !shown.some(({ type }) => type === 'decision');
  return (
    <Panel
      title="Decisions as they fall"
      isFlush
      actions={
        <>
          <Choices
            label="Which decisions"
            values={CHOICES}
            chosen={outcome ?? 'all'}
            choose={(value) => choose(value === 'all' ? null : value)}
          />
          <Button size="compact-sm" variant="default" aria-pressed={isPaused} onClick={() => hold.pause(!isPaused)}>
            {isPaused ? 'Go on' : 'Pause'}
          </Button>
        </>
      }
    >
      <Announcer rows={rows} isQuiet={isPaused} />
      <Sampled count={skippedCount(rows)} isAway={rows.isDatabaseAway} />
      {isWaiting ? <Waiting lines={8} /> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only stands still while somebody is on it */}
      <div
        className="scroll now-feed-place"
        onPointerEnter={() => hold.busy('pointer', true)}
        onPointerLeave={() => hold.busy('pointer', false)}
        onFocus={() => hold.busy('focus', true)}
        onBlur={(event) => hold.busy('focus', event.currentTarget.contains(event.relatedTarget))}
      >
        {rows.heldCount > 0 && (isPaused || isBusy) && (
          <button type="button" className="now-new" onClick={letGo}>
            {sayCount(rows.heldCount)} new{isPaused && ', paused'}
          </button>
        )}
        {!isEmpty && <FeedList rows={shown} />}
        {isEmpty && !isWaiting && (
          <div className="empty">{rows.shown.length === 0 ? nothing : 'None of the latest is one of these.'}</div>
        )}
      </div>
    </Panel>
  );
}

function Sampled({ count, isAway }: { readonly count: number; readonly isAway: boolean }) {
  if (isAway) {
    return (
      <Note tone="late" title="The database is away">
        Decisions go on, and are shown when it is back.
      </Note>
    );
  }
  if (count === 0) return null;
  return <p className="now-sampled">Sampled: {sayCount(count)} more fell in the last minute than are shown here.</p>;
}
