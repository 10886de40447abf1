import { useQuery } from '@tanstack/react-query';
import { useCountersign } from '../client.ts';

const EVERY_MS = 5_000;

/** What runs, looked at every few seconds. */
export function useSystem() {
  const { client, key } = useCountersign();
  return useQuery({
    queryKey: [key, 'system'],
    queryFn: ({ signal }) => client.system.get({ signal }),
    refetchInterval: EVERY_MS,
  });
}
