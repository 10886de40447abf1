import { useQuery } from '@tanstack/react-query';
import type { Challenge, Decision } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Panel } from '../parts/page.tsx';
import { Timeline } from './timeline.tsx';

const EVERY_MS = 30_000;
const OPEN_EVERY_MS = 3_000;

/** What happened to the authorization of a decision, from the first ask to the last dispute. */
export function TimelinePanel({ decision: { id, authorization } }: { readonly decision: Decision }) {
  const story = useStory(authorization);
  return (
    <Panel title="What became of it">
      {authorization === null ? (
        <div className="empty">The authorization could not be read: nothing more is known of it.</div>
      ) : (
        <Loaded query={story}>{(data) => <Timeline {...data} decision={id} />}</Loaded>
      )}
    </Panel>
  );
}

/** All that is known of an authorization, with its captures and refunds, and what its cardholder was asked. */
export function useStory(authorization: string | null) {
  const { client, key } = useCountersign();
  return useQuery({
    queryKey: [key, 'authorization', authorization],
    enabled: authorization !== null,
    queryFn: async ({ signal }) => {
      const id = authorization ?? '';
      const [whole, { data: transactions }, { data: challenges }] = await Promise.all([
        client.authorizations.get(id, { signal }),
        client.transactions.list({ authorization: id, limit: 100 }, { signal }),
        client.challenges.list({ authorization: id, limit: 100 }, { signal }),
      ]);
      return { authorization: whole, transactions, challenges };
    },
    // While the cardholder is asked the answer may come at any moment.
    refetchInterval: ({ state }) => (state.data?.challenges.some(isOpen) ? OPEN_EVERY_MS : EVERY_MS),
  });
}

function isOpen({ ended_at: endedAt }: Challenge): boolean {
  return endedAt === null;
}
