import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { sayCount } from '../../../core/domain/figures.ts';
import type { Published } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { Note } from '../parts/note.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { NewFeatures } from './new-features.tsx';
import type { useApply } from './use-apply.ts';

interface ApplyNewsProps {
  readonly service: Countersign;
  readonly putting: ReturnType<typeof useApply>;
}

/** How far putting a draft live is, and what came of it. */
export function ApplyNews({ service, putting: { applying, stop } }: ApplyNewsProps) {
  switch (applying.state) {
    case 'idle':
      return null;
    case 'sending':
      return <Note title="Applying">It is checked, and its cases run.</Note>;
    case 'filling':
      return <Filling share={applying.share} events={applying.events} stop={stop} />;
    case 'refused':
      return <Refused message={applying.message} problem={applying.problem} close={stop} />;
    case 'done':
      return (
        <>
          <Done published={applying.published} tookMs={applying.tookMs} close={stop} />
          <NewFeatures service={service} published={applying.published} />
        </>
      );
  }
}

function Filling({ share, events, stop }: { readonly share: number; readonly events: number; stop(): void }) {
  const [percent, counted] = [Math.floor(share * 100), sayCount(events)];
  return (
    <Note title="Applying">
      New features are filled from what happened before: {percent} % of the stored past was read, {counted} events
      counted. Then it goes live by itself. <progress max={100} value={percent} aria-label="Features filled" />{' '}
      <Button size="compact-xs" variant="default" onClick={stop}>
        Stop waiting
      </Button>
    </Note>
  );
}

interface RefusedProps {
  readonly message: string;
  readonly problem: {
    readonly diagnostics?: readonly unknown[] | undefined;
    readonly cases?: readonly unknown[] | undefined;
  } | null;
  close(): void;
}

function Refused({ message, problem, close }: RefusedProps) {
  const where = problem?.cases ? 'Cases' : problem?.diagnostics ? 'Problems' : null;
  return (
    <Note tone="wrong" title="It was not applied">
      {message.replace(/\.$/, '')}.{where && ` What is to be said of it stands under ${where}.`}{' '}
      <Button size="compact-xs" variant="default" onClick={close}>
        Close
      </Button>
    </Note>
  );
}

const TITLES = { waiting: 'Stored', unchanged: 'Live already' } as const;

interface DoneProps {
  readonly published: Published;
  readonly tookMs: number;
  close(): void;
}

function Done({ published: { state, version, message, warnings }, tookMs, close }: DoneProps) {
  const to: string = `/policy/versions/${version}`;
  return (
    <Note tone="good" title={state === 'live' ? `Live in ${(tookMs / 1_000).toFixed(1)} s` : TITLES[state]}>
      {state === 'live' ? (
        <>
          <Identifier id={version} length={24} /> decides from now on.
        </>
      ) : (
        `${message}.`
      )}
      {warnings.length > 0 && ` There are ${warnings.length} warnings.`}{' '}
      <Link to={to} search={keepWorld}>
        The version
      </Link>{' '}
      <Button size="compact-xs" variant="default" onClick={close}>
        Close
      </Button>
    </Note>
  );
}
