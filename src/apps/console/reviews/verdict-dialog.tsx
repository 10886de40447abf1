import { Button, Group, Kbd, Modal, NativeSelect, Textarea } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { limits } from '../../../core/domain/limits.ts';
import type { ReviewVerdict } from '../../../core/domain/review.ts';
import type { WholeReview } from '../../../sdk/index.ts';
import { messageOf } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { OfferRow } from './offer-row.tsx';
import { nameOf } from './offers.ts';
import { useVerdict, type VerdictEnds } from './use-verdict.ts';
import { sayVerdict } from './words.ts';

interface VerdictDialogProps extends VerdictEnds {
  readonly review: WholeReview;
  readonly verdict: ReviewVerdict;
  onClose(): void;
}

const UNTIL = [
  { value: '', label: 'for good' },
  { value: '1', label: 'for a day' },
  { value: '7', label: 'for a week' },
  { value: '30', label: 'for 30 days' },
];

/** Confirms a verdict and asks what shall follow: numbers choose, Enter does it, Escape does nothing. */
export function VerdictDialog({ review, verdict, onClose, ...ends }: VerdictDialogProps) {
  const isOpen = review.status === 'open';
  const asking = useVerdict(review, verdict, ends);
  const { offers, taken, faults } = asking;

  function pressed(event: KeyboardEvent<HTMLFormElement>) {
    const isWriting = event.target instanceof HTMLTextAreaElement;
    if (event.key === 'Enter' && isWriting && (event.ctrlKey || event.metaKey)) asking.give();
    if (isWriting || event.target instanceof HTMLSelectElement || !/^[1-9]$/.test(event.key)) return;
    event.preventDefault();
    asking.toggle(offers[Number(event.key) - 1]);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={isOpen ? `Close as ${verdict}` : 'What else shall follow'}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onKeyDown={pressed}
        onSubmit={(event) => {
          event.preventDefault();
          asking.give();
        }}
      >
        {isOpen && <p className="reviews-lead">{sayVerdict(verdict, review)}</p>}
        <Offers asking={asking} />
        {isOpen && (
          <Textarea
            mt="sm"
            size="xs"
            label="Note"
            description="Without anything personal."
            autosize
            minRows={1}
            maxLength={limits.maxNoteLength}
            value={asking.note}
            error={faults.get('note') ?? null}
            onChange={({ currentTarget: { value } }) => asking.write(value)}
          />
        )}
        {asking.error && faults.size === 0 && (
          <Note tone="wrong" title="It was not done">
            {messageOf(asking.error)}.
          </Note>
        )}
        <Group mt="md" justify="flex-end">
          <Button size="xs" variant="default" onClick={onClose} rightSection={<Kbd size="xs">Esc</Kbd>}>
            Cancel
          </Button>
          <Button
            type="submit"
            size="xs"
            variant="default"
            className={verdict === 'fraud' ? 'act-decline' : 'act-approve'}
            data-autofocus
            loading={asking.isGiving}
            disabled={!isOpen && taken.length === 0}
            rightSection={<Kbd size="xs">↵</Kbd>}
          >
            {isOpen ? `Close as ${verdict}` : 'Let it follow'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Offers({ asking }: { readonly asking: ReturnType<typeof useVerdict> }) {
  const { offers, taken, parts, faults, days } = asking;
  if (offers.length === 0) return null;
  return (
    <>
      <h3 className="reviews-follow">What shall follow</h3>
      {offers.map((offer, index) => (
        <OfferRow
          key={nameOf(offer)}
          offer={offer}
          press={index < 9 ? String(index + 1) : null}
          isChosen={asking.isChosen(offer)}
          part={parts[nameOf(offer)]}
          fault={faults.get(nameOf(offer)) ?? null}
          onToggle={() => asking.toggle(offer)}
          onPart={(part) => asking.setPart(offer, part)}
        />
      ))}
      {taken.some(({ kind }) => kind === 'list_entry') && (
        <NativeSelect
          mt="sm"
          size="xs"
          label="On the list"
          data={UNTIL}
          value={days}
          onChange={({ currentTarget: { value } }) => asking.setDays(value)}
        />
      )}
    </>
  );
}
