import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { limits } from '../../../core/domain/limits.ts';
import { faultOf } from '../parts/fault-of.ts';

/** What somebody writes about an act of theirs, and what is wrong with it. */
interface ActNote {
  readonly text: string;
  readonly fault: string | null;
  write(text: string): void;
  /** Does the act with the note; what is wrong with the note is told beside it. */
  with<Answer>(act: (body: { readonly note?: string }) => Promise<Answer>): Promise<Answer>;
}

/** A note for an act; it may be empty. */
export function useNote(): ActNote {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  return {
    text,
    fault,
    write(written) {
      setText(written);
      setFault(null);
    },
    async with(act) {
      const note = text.trim();
      try {
        return await act(note === '' ? {} : { note });
      } catch (error) {
        const found = faultOf(error, 'body.note');
        setFault(found === null ? null : `The note ${found}.`);
        throw error;
      }
    },
  };
}

/** Why something is done, for the audit. */
export function NoteField({ note: { text, fault, write } }: { readonly note: ActNote }) {
  return (
    <TextInput
      mt="sm"
      size="xs"
      label="Why"
      description="For the audit, without anything personal. It may be empty."
      value={text}
      error={fault}
      maxLength={limits.maxNoteLength}
      onChange={({ currentTarget }) => write(currentTarget.value)}
    />
  );
}
