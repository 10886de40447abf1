import { Button, Group, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { messageOf } from './loaded.tsx';
import { Note } from './note.tsx';

interface ConfirmProps {
  readonly title: string;
  /** What the act does, as the button has it: `Take it off`. */
  readonly act: string;
  /** Whether it takes something away. */
  readonly isGrave?: boolean;
  /** Whether what went wrong is told within it, beside a field. */
  readonly isFaultTold?: boolean;
  readonly children: ReactNode;
  onClose(): void;
  /** Does it; the dialog closes when that is done, and tells why when it is not. */
  onConfirm(): Promise<unknown>;
}

const GRAVE = { variant: 'default', className: 'act-decline' };

/** Asks whether something is really to be done: Enter does it, Escape does not. */
export function Confirm({ title, act, isGrave = false, isFaultTold = false, ...rest }: ConfirmProps) {
  const { children, onClose, onConfirm } = rest;
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  async function confirm() {
    setIsBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      setError(thrown);
      setIsBusy(false);
    }
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {children}
      {error !== null && !isFaultTold && (
        <Note tone="wrong" title="It was not done">
          {messageOf(error)}.
        </Note>
      )}
      <Group mt="md" justify="flex-end">
        <Button size="xs" variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button size="xs" {...(isGrave && GRAVE)} data-autofocus loading={isBusy} onClick={confirm}>
          {act}
        </Button>
      </Group>
    </Modal>
  );
}
