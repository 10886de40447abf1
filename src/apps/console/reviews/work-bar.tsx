import { Button, Kbd } from '@mantine/core';
import type { WholeReview } from '../../../sdk/index.ts';
import { useKeys } from '../parts/keys.ts';
import { useSession } from '../shell/session.ts';
import type { Work } from './use-work.ts';

interface WorkBarProps {
  readonly review: WholeReview;
  readonly work: Work;
}

/** What can be done with a review, each by a button and a key. */
export function WorkBar({ review, work }: WorkBarProps) {
  const me = useSession();
  const { verdict } = review;
  const isOpen = verdict === null;
  const isMine = review.assigned_to !== null && review.assigned_to.id === me?.id;
  const note = () => work.noteField.current?.focus();
  const onward = [
    ...['j', ']'].map((press) => ({ press, does: 'next review', run: () => void work.go(1) })),
    ...['k', '['].map((press) => ({ press, does: 'previous review', run: () => void work.go(-1) })),
    { press: 'n', does: 'write a note', run: note },
  ];
  const deciding = [
    { press: 'f', does: 'close it as fraud', run: () => work.ask('fraud') },
    { press: 'l', does: 'close it as legitimate', run: () => work.ask('legitimate') },
    { press: 'a', does: isMine ? 'give it back' : 'assign it to me', run: () => void work.toggleMine() },
  ];
  useKeys(isOpen ? [...deciding, ...onward] : onward);
  return (
    <div className="reviews-bar" role="toolbar" aria-label="What to do with it">
      {isOpen ? (
        <>
          <Button size="xs" variant="default" className="act-decline" onClick={() => work.ask('fraud')}>
            Fraud&nbsp;<Kbd size="xs">f</Kbd>
          </Button>
          <Button size="xs" variant="default" className="act-approve" onClick={() => work.ask('legitimate')}>
            Legitimate&nbsp;<Kbd size="xs">l</Kbd>
          </Button>
          <Button size="xs" variant="default" onClick={() => void work.toggleMine()}>
            {isMine ? 'Give it back' : 'Assign to me'}&nbsp;<Kbd size="xs">a</Kbd>
          </Button>
        </>
      ) : (
        <Button size="xs" variant="default" onClick={() => work.ask(verdict)}>
          Let more follow…
        </Button>
      )}
      <Button size="xs" variant="default" onClick={note}>
        Note&nbsp;<Kbd size="xs">n</Kbd>
      </Button>
      <span className="reviews-place">
        {work.place !== null && (
          <span className="faint">
            {work.place} of {work.count}
          </span>
        )}
        <Button size="xs" variant="default" onClick={() => void work.go(-1)} title="Previous review">
          Previous&nbsp;<Kbd size="xs">k</Kbd>
        </Button>
        <Button size="xs" variant="default" onClick={() => void work.go(1)} title="Next review">
          Next&nbsp;<Kbd size="xs">j</Kbd>
        </Button>
      </span>
    </div>
  );
}
