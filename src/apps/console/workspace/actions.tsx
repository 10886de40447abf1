import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { LivePolicy } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';
import { Identifier } from '../parts/identifier.tsx';
import { changesOf, type Draft, draftOf } from './draft.ts';
import { ShadowButton } from './shadow-button.tsx';
import type { useApply } from './use-apply.ts';
import type { Checking } from './use-check.ts';

interface ActionsProps {
  readonly service: Countersign;
  readonly live: LivePolicy;
  readonly draft: Draft;
  change(next: (draft: Draft) => Draft): void;
  readonly checking: Checking;
  readonly putting: ReturnType<typeof useApply>;
  runCases(): void;
}

/** What can be done with the draft as a whole. */
export function Actions({ service, live, draft, change, checking, putting, runCases }: ActionsProps) {
  const [isAsking, setIsAsking] = useState(false);
  const changes = changesOf(draft).length;
  const { state } = putting.applying;
  const isUnderWay = state === 'sending' || state === 'filling';
  const isFaulty = checking.report?.said.version === null;
  const whyNot = changes === 0 ? 'Nothing is changed' : isFaulty ? 'There is an error in it' : null;
  const discard = () => {
    if (window.confirm(`Throw away what was changed in ${filesOf(changes)}?`)) {
      change(({ base, original }) => draftOf(base, original));
    }
  };
  return (
    <>
      <span className="faint">
        From <Identifier id={draft.base} length={24} />
        {changes > 0 && ` · ${filesOf(changes)} changed`}
      </span>
      <Button size="compact-sm" variant="subtle" disabled={changes === 0 || isUnderWay} onClick={discard}>
        Throw away
      </Button>
      <Button size="compact-sm" variant="default" onClick={runCases} title="Ctrl-S in the editor">
        Check
      </Button>
      <ShadowButton {...{ service, draft }} whyNot={whyNot} />
      <Button
        size="compact-sm"
        disabled={whyNot !== null || isUnderWay}
        title={whyNot ?? 'Put it live'}
        onClick={() => setIsAsking(true)}
      >
        Apply…
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setIsAsking(false)}
        title="Put the draft live"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <ApplyForm
          files={filesOf(changes)}
          isFourEyes={live.four_eyes}
          apply={(note) => {
            setIsAsking(false);
            void putting.apply(draft, note);
          }}
        />
      </Modal>
    </>
  );
}

interface ApplyFormProps {
  readonly files: string;
  readonly isFourEyes: boolean;
  apply(note: string): void;
}

function ApplyForm({ files, isFourEyes, apply }: ApplyFormProps) {
  const [note, setNote] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply(note.trim());
      }}
    >
      <p>
        {files} changed. It is checked, its cases run, and new features are filled from what happened before; then{' '}
        {isFourEyes ? 'it is stored and waits until somebody other than you makes it live.' : 'it decides, everywhere.'}
      </p>
      <Textarea
        label="Why"
        description="For those who come after."
        rows={2}
        maxLength={1_000}
        value={note}
        data-autofocus
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button type="submit" mt="sm">
        Apply
      </Button>
    </form>
  );
}

function filesOf(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`;
}
