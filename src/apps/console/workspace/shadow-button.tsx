import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Countersign } from '../client.ts';
import { messageOf } from '../parts/loaded.tsx';
import { type Draft, toSend } from './draft.ts';

interface ShadowButtonProps {
  readonly service: Countersign;
  readonly draft: Draft;
  /** Why it can't be; null: it can. */
  readonly whyNot: string | null;
}

/** Has the draft evaluated beside what is live, where it decides nothing. */
export function ShadowButton({ service: { client, key }, draft, whyNot }: ShadowButtonProps) {
  const queries = useQueryClient();
  const shadowing = useMutation({
    mutationFn: () => client.policy.setShadow({ files: toSend(draft.files) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [key, 'policy'] }),
  });
  const { data, error } = shadowing;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={shadowing.isPending}
        disabled={whyNot !== null}
        title={whyNot ?? 'It is evaluated beside what is live, and decides nothing'}
        onClick={() => shadowing.mutate()}
      >
        Evaluate in shadow
      </Button>
      {error && (
        <span role="alert" className="workspace-alert">
          {messageOf(error)}
        </span>
      )}
      {data?.shadow && (
        <span role="status" className="faint">
          <span className="mono">{data.shadow.version}</span> is in shadow
        </span>
      )}
    </>
  );
}
