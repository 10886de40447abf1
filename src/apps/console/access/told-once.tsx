import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';

interface ToldOnceProps {
  readonly title: string;
  /** What it is, e.g. `Link`. */
  readonly label: string;
  readonly secret: string;
  readonly children: ReactNode;
  onClose(): void;
}

/** A key or a link that was just made: shown this once, to be copied. A press beside the dialog does not close it. */
export function ToldOnce({ title, label, secret, children, onClose }: ToldOnceProps) {
  const [isCopied, setIsCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(secret);
      setIsCopied(true);
    } catch {
      // Without leave for the clipboard it is marked, to be copied by hand.
      document.querySelector<HTMLInputElement>('#told-once')?.select();
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      title={title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p>{children}</p>
      <TextInput
        id="told-once"
        label={label}
        description="It is shown this once, and kept nowhere."
        readOnly
        data-autofocus
        className="told-once"
        value={secret}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group mt="md" justify="flex-end">
        <Button size="xs" variant="default" onClick={onClose}>
          Done
        </Button>
        <Button size="xs" onClick={copy}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      </Group>
    </Modal>
  );
}
