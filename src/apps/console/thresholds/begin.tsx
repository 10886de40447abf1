import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Backtest } from '../../../sdk/index.ts';
import { START_SCOPE } from '../backtests/start-scope.ts';
import { useCountersign } from '../client.ts';
import { Loaded, messageOf, Waiting } from '../parts/loaded.tsx';
import { Note } from '../parts/note.tsx';
import { useMay } from '../shell/session.ts';
import { freshOf } from './fresh.ts';

interface BeginProps {
  readonly portfolio: string;
  readonly version: string;
  begun(id: string): void;
}

/** Finds the run to look at: a fresh one of this portfolio or, where there is none, a new one. */
export function Begin({ portfolio, version, begun }: BeginProps) {
  const { client, key } = useCountersign();
  const runs = useQuery({
    queryKey: [key, 'backtests', 'list', 'thresholds'],
    queryFn: ({ signal }) => client.backtests.list({ kind: 'tune', limit: 100 }, { signal }),
    // What was started a moment ago must be among them.
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Loaded query={runs}>
      {({ data }) => <Found runs={data} portfolio={portfolio} version={version} begun={begun} />}
    </Loaded>
  );
}

function Found({ runs, portfolio, version, begun }: BeginProps & { readonly runs: readonly Backtest[] }) {
  const { client } = useCountersign();
  const may = useMay(START_SCOPE);
  const fresh = freshOf(runs, portfolio, version, Date.now());
  const start = useMutation({
    mutationFn: () => client.backtests.run({ kind: 'tune', portfolio }),
    onSuccess: ({ id }) => begun(id),
  });
  // In development React does each effect twice.
  const isBegun = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what was known when the page was opened
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    if (fresh) begun(fresh.id);
    else if (may) start.mutate();
  }, []);
  if (start.error) {
    return (
      <Note tone="wrong" title="It could not be looked for thresholds">
        {messageOf(start.error)}.{' '}
        <Button size="compact-xs" variant="default" onClick={() => start.mutate()}>
          Try again
        </Button>
      </Note>
    );
  }
  if (!fresh && !may) {
    return (
      <Note title="Nobody looked for thresholds of this portfolio lately">
        To look wants the scope {START_SCOPE}; what somebody finds stays here for a day.
      </Note>
    );
  }
  return <Waiting lines={6} />;
}
