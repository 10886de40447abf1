import { sayCount } from '../../../core/domain/figures.ts';
import '@mantine/core/styles/Progress.layer.css';
import { Button, Modal, Progress, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { CountersignError, type Published } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { capital } from '../parts/capital.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { type Filling, untilFilled } from '../parts/until-filled.ts';
import { DiffView } from './diff-view.tsx';
import { useReadPolicyAgain } from './policy-queries.ts';

/** What is to be made live: a version for the first time, or one that was live before. */
export interface Publishing {
  readonly act: 'activate' | 'rollback';
  readonly version: string;
  /** What is live now, and what the change is compared to. */
  readonly live: string;
}

interface PublishDialogProps {
  readonly publishing: Publishing | null;
  close(): void;
  /** It is live. */
  done(published: Published): void;
}

const WORDS = {
  activate: { title: 'Make this version live', button: 'Make it live' },
  rollback: { title: 'Roll back', button: 'Roll back' },
} as const;

/** Asks whether a version shall be live, showing first what that changes; then does it, telling how it goes. */
export function PublishDialog({ publishing, close, done }: PublishDialogProps) {
  // What it was about stays while it is closing.
  const last = useRef(publishing);
  if (publishing) last.current = publishing;
  // What was sent can't be called back: whoever left then would not learn what came of it.
  const [isSending, setIsSending] = useState(false);
  const about = last.current;
  return (
    <Modal
      opened={publishing !== null}
      onClose={() => !isSending && close()}
      title={about && WORDS[about.act].title}
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close', disabled: isSending }}
    >
      {about && <Confirm key={`${about.act} ${about.version}`} publishing={about} {...{ close, done, setIsSending }} />}
    </Modal>
  );
}

interface ConfirmProps extends PublishDialogProps {
  readonly publishing: Publishing;
  setIsSending(isSending: boolean): void;
}

function Confirm({ publishing: { act, version, live }, close, done, setIsSending }: ConfirmProps) {
  const [note, setNote] = useState('');
  const { publish, filling } = usePublish({ act, version, live }, done);
  const isSending = publish.isPending && filling === null;
  useEffect(() => {
    setIsSending(isSending);
    return () => setIsSending(false);
  }, [isSending, setIsSending]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        publish.mutate(note);
      }}
    >
      <p>
        <strong className="mono">{version}</strong> is to take the place of <span className="mono">{live}</span>, for
        every mode and account, from the next authorization on.
        {act === 'rollback' && ' It was live before: neither its cases nor four eyes stand in the way.'}
      </p>
      <div className="policy-preview">
        <DiffView from={live} to={version} />
      </div>
      <TextInput
        label="Why"
        description="For those who come after; it stands in the audit."
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        my="sm"
        data-autofocus
      />
      {publish.isPending && filling && <FillingNote filling={filling} />}
      {publish.error && <Refusal error={publish.error} />}
      <div className="policy-buttons">
        <Button variant="default" disabled={isSending} onClick={close}>
          {publish.isPending && filling ? 'Wait no longer' : 'Cancel'}
        </Button>
        <Button type="submit" loading={isSending} disabled={publish.isPending}>
          {WORDS[act].button}
        </Button>
      </div>
    </form>
  );
}

function usePublish({ act, version, live }: Publishing, done: PublishDialogProps['done']) {
  const countersign = useCountersign();
  const readAgain = useReadPolicyAgain(countersign);
  const [filling, setFilling] = useState<Filling | null>(null);
  const waiting = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    waiting.current = controller;
    return () => controller.abort();
  }, []);
  const publish = useMutation({
    onMutate: () => setFilling(null),
    mutationFn: (note: string) => {
      const { policy } = countersign.client;
      const why = note.trim() === '' ? {} : { note: note.trim() };
      const { signal } = waiting.current;
      return untilFilled(
        () =>
          act === 'rollback'
            ? policy.rollback({ to: version, ...why })
            : policy.activate(version, { expected_active: live, ...why }),
        setFilling,
        signal,
      );
    },
    onSuccess: async (published) => {
      await readAgain();
      if (!waiting.current.signal.aborted) done(published);
    },
  });
  return { publish, filling };
}

function FillingNote({ filling: { share, events } }: { readonly filling: Filling }) {
  const percent = Math.floor(share * 100);
  return (
    <Note title="Its features are being filled from history">
      {percent} %, {sayCount(events)} events so far; it goes live when they are.
      <Progress value={percent} aria-label="Features filled" mt="xs" />
    </Note>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  refused: 'Refused',
  conflict: 'Somebody was faster',
  faulty_policy: 'It has errors',
  failing_cases: 'Its cases fail',
};

/** Why a version was not made live, with the faults and cases that say so. */
function Refusal({ error }: { readonly error: Error }) {
  const problem = error instanceof CountersignError ? error.problem : null;
  const faults = (problem?.diagnostics ?? []).filter(({ severity }) => severity === 'error');
  return (
    <Note tone="wrong" title={TITLES[problem?.code ?? ''] ?? 'It did not go live'}>
      {capital(messageOf(error))}.
      {(faults.length > 0 || problem?.cases) && (
        <ul>
          {faults.map(({ path, line, column, message }) => (
            <li key={`${path} ${line} ${column} ${message}`}>
              <span className="mono">
                {path}:{line}:{column}
              </span>{' '}
              {message}
            </li>
          ))}
          {problem?.cases?.map(({ name, differences }) => (
            <li key={name}>
              {name}: {differences.join('; ')}
            </li>
          ))}
        </ul>
      )}
    </Note>
  );
}
