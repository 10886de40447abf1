import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Alarm } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';

interface AcknowledgeProps {
  readonly alarm: Alarm;
  onClose(): void;
  onDone(): Promise<unknown>;
}

/** Says that one knows of an alarm, with a note for the others. It goes on standing until it ends. */
export function Acknowledge({ alarm, onClose, onDone }: AcknowledgeProps) {
  const { client } = useCountersign();
  const [note, setNote] = useState('');
  async function acknowledge() {
    const text = note.trim();
    await client.alarms.acknowledge(alarm.id, text === '' ? {} : { note: text });
    await onDone();
  }
  return (
    <Confirm title={`You know of ${alarm.alarm}`} act="I know of it" onClose={onClose} onConfirm={acknowledge}>
      <TextInput
        label="Note for the others"
        description="What is known of it, or being done. It may be empty."
        value={note}
        maxLength={1_000}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </Confirm>
  );
}
