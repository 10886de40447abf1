import { useQueryClient } from '@tanstack/react-query';
import type { WholeChallenge } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { say } from '../parts/said.tsx';
import { NoteField, useNote } from './note-field.tsx';

interface LiftProps {
  readonly challenge: WholeChallenge;
  onClose(): void;
}

/** Takes a NO back that was said by mistake, once that is meant. */
export function Lift({ challenge: { id, card, merchant_name, merchant }, onClose }: LiftProps) {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const note = useNote();
  const where = merchant_name ?? merchant ?? 'that merchant';
  async function lift() {
    const lifted = await note.with((body) => client.challenges.lift(id, body));
    queries.setQueryData([key, 'challenges', 'question', id], lifted);
    say('The NO was taken back.');
    await queries.invalidateQueries({ queryKey: [key, 'challenges'] });
  }
  return (
    <Confirm
      title="Take the NO back"
      act="Take it back"
      isGrave
      isFaultTold={note.fault !== null}
      onClose={onClose}
      onConfirm={lift}
    >
      <p>
        Do it only when the cardholder says that the NO was a mistake, and you know that it is the cardholder. What{' '}
        <span className="mono">{card}</span> buys at {where} is decided by the policy again, within two seconds, and the
        label fraud is withdrawn. The review stays, and so does a card that was frozen.
      </p>
      <NoteField note={note} />
    </Confirm>
  );
}
