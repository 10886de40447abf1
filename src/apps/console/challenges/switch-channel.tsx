import { useQueryClient } from '@tanstack/react-query';
import type { ChallengeChannel } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Confirm } from '../parts/confirm.tsx';
import { say } from '../parts/said.tsx';

interface SwitchChannelProps {
  /** As it stands; it is switched to the other state. */
  readonly channel: ChallengeChannel;
  onClose(): void;
}

/** Switches a channel off, or on again, once that is meant. */
export function SwitchChannel({ channel: { channel, state }, onClose }: SwitchChannelProps) {
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const isPausing = state === 'on';
  async function change() {
    await (isPausing ? client.challenges.pause(channel) : client.challenges.resume(channel));
    say(isPausing ? `The channel ${channel} is off.` : `The channel ${channel} is on again.`);
    await queries.invalidateQueries({ queryKey: [key, 'challenges', 'channels'] });
  }
  return (
    <Confirm
      title={`${isPausing ? 'Pause' : 'Resume'} the channel ${channel}`}
      act={isPausing ? 'Pause it' : 'Resume it'}
      isGrave={isPausing}
      onClose={onClose}
      onConfirm={change}
    >
      {isPausing ? (
        <p>
          Within two seconds nobody is asked by it in this mode and account, until somebody resumes it: challenges are
          answered as each profile’s “otherwise” says. Questions that are open stay open, and their answers count.
        </p>
      ) : (
        <p>
          Within two seconds cardholders are asked by it again in this mode and account. Where answers are refused
          again, it is switched off again.
        </p>
      )}
    </Confirm>
  );
}
