import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { limits } from '../../../core/domain/limits.ts';
import type { ListEntry, WholeList } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { faultOf } from '../parts/fault-of.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/page.tsx';
import { say } from '../parts/said.tsx';
import { sayTime } from '../parts/say-time.ts';
import { endOf, STAYS, type Stay, TYPE_WORDS } from './words.ts';

/** An entry that gets another note, or another end. */
export type Draft = Pick<ListEntry, 'value' | 'note' | 'known_from' | 'known_until'>;

interface EntryFormProps {
  readonly list: WholeList;
  /** What is changed; null: something new. */
  readonly draft: Draft | null;
  onDone(): void;
}

/** Puts a value on a list; one that is on it already gets this note, and another end if one is chosen. */
export function EntryForm({ list, draft, onDone }: EntryFormProps) {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const [value, setValue] = useState(draft?.value ?? '');
  const [note, setNote] = useState(draft?.note ?? '');
  const [stay, setStay] = useState<Stay>(draft === null ? 'good' : 'same');
  const [day, setDay] = useState('');
  const adding = useMutation({
    mutationFn() {
      const nowMs = Date.now();
      const end = endOf(stay, day, nowMs, draft?.known_until ?? null);
      const isComing = draft !== null && Date.parse(draft.known_from) > nowMs;
      return client.lists.addEntry(list.name, {
        value,
        ...(note.trim() !== '' && { note }),
        ...(isComing && { known_from: draft.known_from }),
        ...(end != null && { known_until: end }),
      });
    },
    async onSuccess(entry) {
      say(`${entry.value} is on @${list.name}${entry.known_until === null ? ' for good' : ''}.`);
      setValue('');
      setNote('');
      onDone();
      await queries.invalidateQueries({ queryKey: [key, 'lists'] });
    },
  });
  const [valueFault, noteFault, endFault] = ['value', 'note', 'known_until'].map((name) =>
    faultOf(adding.error, `body.${name}`),
  );
  const isPlaced = [valueFault, noteFault, endFault].some(Boolean);
  const isReady = value.trim() !== '' && endOf(stay, day, 0, null) !== undefined;
  return (
    <Panel title={draft === null ? 'Put something on it' : 'Change the note or the end'}>
      <form
        className="lists-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !adding.isPending) adding.mutate();
        }}
      >
        <TextInput
          size="xs"
          label="Value"
          placeholder={TYPE_WORDS[list.type].example}
          maxLength={limits.maxListValueLength}
          readOnly={draft !== null}
          value={value}
          error={valueFault && `It ${valueFault}.`}
          onChange={({ currentTarget }) => {
            setValue(currentTarget.value);
            adding.reset();
          }}
        />
        <TextInput
          size="xs"
          label="Note"
          placeholder="why it is on the list"
          maxLength={limits.maxNoteLength}
          value={note}
          error={noteFault && `It ${noteFault}.`}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        <HowLong {...{ draft, stay, setStay, day, setDay }} fault={endFault} />
        <Button type="submit" size="xs" loading={adding.isPending} disabled={!isReady}>
          {draft === null ? 'Add' : 'Change'}
        </Button>
        {draft !== null && (
          <Button size="xs" variant="default" onClick={onDone}>
            Cancel
          </Button>
        )}
      </form>
      {adding.error && !isPlaced && (
        <Note tone="wrong" title="It was not done">
          {messageOf(adding.error)}.
        </Note>
      )}
    </Panel>
  );
}

interface HowLongProps {
  readonly draft: Draft | null;
  readonly stay: Stay;
  setStay(stay: Stay): void;
  readonly day: string;
  setDay(day: string): void;
  readonly fault: string | null | undefined;
}

function HowLong({ draft, stay, setStay, day, setDay, fault }: HowLongProps) {
  return (
    <>
      <NativeSelect
        size="xs"
        label="How long"
        data={[
          ...(draft === null ? [] : [{ value: 'same', label: `as it is: ${sayEnd(draft.known_until)}` }]),
          ...STAYS.map(([name, label]) => ({ value: name, label })),
        ]}
        value={stay}
        error={fault && `It ${fault}.`}
        onChange={({ currentTarget }) => setStay(currentTarget.value as Stay)}
      />
      {stay === 'date' && (
        <TextInput
          size="xs"
          type="date"
          label="To the end of"
          value={day}
          onChange={({ currentTarget }) => setDay(currentTarget.value)}
        />
      )}
    </>
  );
}

function sayEnd(until: string | null): string {
  return until === null ? 'for good' : `until ${sayTime(new Date(until))}`;
}
