import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { Countersign } from '../client.ts';
import { messageOf, Waiting } from '../parts/loaded.tsx';
import { changesOf, type Draft, reverted, toSend } from './draft.ts';

/** The service compares in the process that answers Stripe: it is not asked at each letter. */
const TYPING_MS = 400;

const TextDiff = lazy(() => import('../editor/text-diff.tsx').then((loaded) => ({ default: loaded.TextDiff })));

interface ChangesPanelProps {
  readonly service: Countersign;
  readonly draft: Draft;
  change(next: (draft: Draft) => Draft): void;
  open(file: string): void;
}

/** What the draft changes: in words of the policy, and line by line. */
export function ChangesPanel({ service, draft, change, open }: ChangesPanelProps) {
  const changes = changesOf(draft);
  const [chosen, setChosen] = useState<string | null>(null);
  if (changes.length === 0) return <p className="empty">Nothing is changed.</p>;
  const name = changes.find((each) => each.name === chosen)?.name ?? changes[0]?.name ?? '';
  return (
    <div className="workspace-changes">
      <Meaning service={service} draft={draft} />
      <div>
        <div className="workspace-bar">
          <select aria-label="File" value={name} onChange={(event) => setChosen(event.currentTarget.value)}>
            {changes.map((each) => (
              <option key={each.name} value={each.name}>
                {each.name} ({each.change})
              </option>
            ))}
          </select>
          {draft.files[name] !== undefined && (
            <Button size="compact-xs" variant="default" onClick={() => open(name)}>
              Open
            </Button>
          )}
          <Button size="compact-xs" variant="default" onClick={() => change((now) => reverted(now, name))}>
            Take back
          </Button>
        </div>
        <Suspense fallback={<Waiting lines={3} />}>
          <TextDiff key={name} name={name} before={draft.original[name] ?? ''} after={draft.files[name] ?? ''} />
        </Suspense>
      </div>
    </div>
  );
}

/** What it does otherwise, whatever the files look like. */
function Meaning({ service: { client, key }, draft: typed }: Pick<ChangesPanelProps, 'service' | 'draft'>) {
  const [draft] = useDebouncedValue(typed, TYPING_MS);
  const meaning = useQuery({
    queryKey: [key, 'policy', 'draft', draft.base, draft.files],
    queryFn: ({ signal }) => client.policy.diffFiles({ files: toSend(draft.files), from: draft.base }, { signal }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (meaning.isPending) return <Waiting lines={3} />;
  if (meaning.error) return <p className="faint">{messageOf(meaning.error)}.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className="workspace-meaning" tabIndex={0} aria-label="What it does otherwise">
      <pre>{meaning.data.text}</pre>
    </section>
  );
}
