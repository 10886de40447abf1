import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { LivePolicy } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Time } from '../parts/time.tsx';
import { changesOf, type Draft, fromStored, rebased } from './draft.ts';

interface LiveNewsProps {
  readonly service: Countersign;
  readonly live: LivePolicy;
  readonly draft: Draft;
  change(next: (draft: Draft) => Draft): void;
}

/** That another version is live than the draft is made from, and what waits for a second pair of eyes. */
export function LiveNews({ service, live, draft, change }: LiveNewsProps) {
  const [conflicts, setConflicts] = useState<readonly string[]>([]);
  const left = conflicts.filter((name) => changesOf(draft).some((each) => each.name === name));
  return (
    <>
      {live.version !== draft.base && (
        <Behind service={service} live={live} draft={draft} change={change} settled={setConflicts} />
      )}
      {left.length > 0 && (
        <Note tone="late" title="Both changed these files">
          {left.join(', ')}: the draft has its own text. Look at them under Changes, and take back what should be as the
          live version has it.{' '}
          <Button size="compact-xs" variant="default" onClick={() => setConflicts([])}>
            I have looked
          </Button>
        </Note>
      )}
      {live.waiting.map(({ version, by, note, created_at }) => (
        <Note key={version} title="Waiting for a second pair of eyes">
          <Identifier id={version} length={24} /> by {by?.name ?? 'somebody'}, <Time at={created_at} />
          {note !== null && `, “${note}”`}: somebody else makes it live.
        </Note>
      ))}
    </>
  );
}

function Behind({
  service: { client },
  live,
  draft,
  change,
  settled,
}: LiveNewsProps & { settled(names: readonly string[]): void }) {
  const catching = useMutation({
    mutationFn: () => client.policy.version(live.version),
    onSuccess: ({ version, files }) => {
      const found = rebased(draft, version, fromStored(files));
      settled(found.conflicts);
      change((now) => rebased(now, version, fromStored(files)).draft);
    },
  });
  return (
    <Note tone="late" title="Another version is live">
      The draft is made from <Identifier id={draft.base} length={24} />, and{' '}
      <Identifier id={live.version} length={24} /> is live by now.{' '}
      <Button size="compact-xs" variant="default" loading={catching.isPending} onClick={() => catching.mutate()}>
        Bring the draft over it
      </Button>
      {catching.error && ` ${messageOf(catching.error)}.`}
    </Note>
  );
}
