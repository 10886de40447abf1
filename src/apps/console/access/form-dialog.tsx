import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { FormFault } from './form-fault.tsx';
import { useAct } from './use-act.ts';

interface FormDialogProps {
  readonly title: string;
  /** What sending it does, as the button has it. */
  readonly act: string;
  readonly children: ReactNode;
  onClose(): void;
  /** Does it; what goes wrong is told, and the dialog stays. */
  onSubmit(): Promise<unknown>;
}

/** A form in a dialog: Enter sends it, Escape does not. Whoever opens it closes it. */
export function FormDialog({ title, act, children, onClose, onSubmit }: FormDialogProps) {
  const { isBusy, error, act: run } = useAct();
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          run(onSubmit);
        }}
      >
        {children}
        <FormFault title="It was not done" error={error} />
        <Group justify="flex-end">
          <Button size="xs" variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button size="xs" type="submit" loading={isBusy}>
            {act}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
