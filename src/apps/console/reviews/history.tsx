import { Button, Group, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { limits } from '../../../core/domain/limits.ts';
import type { WholeReview } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { capital } from '../parts/capital.ts';
import { faultOf } from '../parts/fault-of.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { say } from '../parts/said.tsx';
import { Time } from '../parts/time.tsx';
import { useMay, useSession } from '../shell/session.ts';
import { DecisionLink } from './decision-link.tsx';
import { sayHistory, whoIs } from './words.ts';

interface HistoryProps {
  readonly review: WholeReview;
  readonly noteField: RefObject<HTMLTextAreaElement | null>;
}

/** All that happened to a review, and a place to write. */
export function History({ review, noteField }: HistoryProps) {
  const me = useSession();
  return (
    <Panel title="Notes and history">
      <ol className="reviews-history">
        {review.history.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a history only grows at its end
          <li key={index}>
            <Time at={entry.at} isPrecise />{' '}
            {entry.by === null ? capital(sayHistory(entry)) : `${capital(whoIs(entry.by, me))} ${sayHistory(entry)}`}
            {entry.detail.decision && (
              <>
                {' '}
                <DecisionLink id={entry.detail.decision}>decision</DecisionLink>
              </>
            )}
            {entry.note !== null && <blockquote>{entry.note}</blockquote>}
          </li>
        ))}
      </ol>
      {useMay('review') && <NoteForm id={review.id} field={noteField} />}
    </Panel>
  );
}

function NoteForm({ id, field }: { readonly id: string; readonly field: HistoryProps['noteField'] }) {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const adding = useMutation({
    mutationFn: (note: string) => client.reviews.note(id, { note }),
    onSuccess(review) {
      queries.setQueryData([key, 'reviews', 'review', id], review);
      setText('');
      field.current?.blur();
      say('The note stands.');
    },
  });
  const add = () => text.trim() !== '' && !adding.isPending && adding.mutate(text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <Textarea
        ref={field}
        mt="sm"
        size="xs"
        label="Note"
        description="Kept for years and read by many: no names, e-mail addresses, phone or card numbers."
        autosize
        minRows={2}
        maxLength={limits.maxNoteLength}
        value={text}
        error={adding.error ? sayFault(adding.error) : null}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          adding.reset();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) add();
        }}
      />
      <Group mt="xs" justify="flex-end">
        <Button type="submit" size="xs" variant="default" loading={adding.isPending} disabled={text.trim() === ''}>
          Add the note
        </Button>
      </Group>
    </form>
  );
}

function sayFault(error: unknown): string {
  const fault = faultOf(error, 'body.note');
  return fault === null ? `${capital(messageOf(error))}.` : `The note ${fault}.`;
}
