import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LivePolicy } from '../../../sdk/index.ts';
import { Note } from '../parts/note.tsx';
import { PublishDialog, type Publishing } from './publish-dialog.tsx';
import { useWhyNot } from './why-not.ts';

/** What a page needs to make versions live: a way to ask, the dialog, and what came of it last. */
export function usePublishing() {
  const [publishing, setPublishing] = useState<Publishing | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  return {
    ask(about: Publishing) {
      setSaid(null);
      setPublishing(about);
    },
    said: said && <Note tone="good">{said}.</Note>,
    dialog: (
      <PublishDialog
        publishing={publishing}
        close={() => setPublishing(null)}
        done={({ message }) => {
          setPublishing(null);
          setSaid(message);
        }}
      />
    ),
  };
}

/** The button that leads to the version before. Not there for those who may not, nor where there was none before. */
export function RollBack({ live, ask }: { readonly live: LivePolicy | undefined; ask(about: Publishing): void }) {
  const whyNot = useWhyNot('policy');
  if (whyNot !== null || !live) return null;
  const { version, rollback_to: before } = live;
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={before === null}
      title={before === null ? 'No version was live before this one' : `To ${before}`}
      onClick={() => before !== null && ask({ act: 'rollback', version: before, live: version })}
    >
      Roll back…
    </Button>
  );
}
