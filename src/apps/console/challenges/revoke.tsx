import { useQueryClient } from '@tanstack/react-query';
import type { Allowance } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { say } from '../parts/said.tsx';
import { NoteField, useNote } from './note-field.tsx';

interface RevokeProps {
  readonly allowance: Allowance;
  onClose(): void;
}

/** Takes an allowance back, once that is meant. */
export function Revoke({ allowance: { id, card, merchant, merchant_name }, onClose }: RevokeProps) {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const note = useNote();
  const where = merchant_name ?? merchant;
  async function revoke() {
    await note.with((body) => client.allowances.revoke(id, body));
    say(`${card} is allowed nothing more at ${where}.`);
    await queries.invalidateQueries({ queryKey: [key, 'challenges'] });
  }
  return (
    <Confirm
      title="Revoke the allowance"
      act="Revoke it"
      isGrave
      isFaultTold={note.fault !== null}
      onClose={onClose}
      onConfirm={revoke}
    >
      <p>
        What <span className="mono">{card}</span> buys at {where} is decided by the policy again, within two seconds.
        What was approved by it stays so. It can’t be given back: only another YES makes one.
      </p>
      <NoteField note={note} />
    </Confirm>
  );
}
