import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCountersign } from '../client.ts';
import { messageOf } from '../parts/loaded.tsx';
import { keepWorld } from '../shell/nav.tsx';
import { useMay } from '../shell/session.ts';
import { useStory } from './timeline-panel.tsx';

/** Opens a review of an authorization, or leads to the one that is open. */
export function ReviewButton({ authorization }: { readonly authorization: string }) {
  const mayReview = useMay('review');
  const { client, key } = useCountersign();
  const queries = useQueryClient();
  const story = useStory(authorization);
  const opening = useMutation({
    mutationFn: () => client.reviews.open({ authorization }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [key, 'authorization', authorization] }),
  });
  const open = story.data?.authorization.reviews.find(({ status }) => status === 'open');
  if (open) {
    return (
      <Link to="/reviews/$id" params={{ id: open.id }} search={keepWorld}>
        Its open review
      </Link>
    );
  }
  return (
    <>
      {opening.error && <span role="alert">{messageOf(opening.error)}</span>}
      <Button
        size="compact-sm"
        variant="default"
        disabled={!mayReview}
        title={mayReview ? undefined : 'This wants the scope review'}
        loading={opening.isPending}
        onClick={() => opening.mutate()}
      >
        Open a review
      </Button>
    </>
  );
}
