import { useQuery } from '@tanstack/react-query';
import { useCountersign } from '../client.ts';

const EVERY_MS = 15_000;

/** The scope without which the API pauses or resumes no channel. */
export const CHANNEL_SCOPE = 'policy';

/** The ways to ask cardholders as they stand in this mode and account. */
export function useChannels() {
  const { client, key } = useCountersign();
  return useQuery({
    queryKey: [key, 'challenges', 'channels'],
    queryFn: ({ signal }) => client.challenges.channels({ signal }),
    refetchInterval: EVERY_MS,
  });
}
