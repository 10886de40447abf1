import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { CountersignError, type LivePolicy, type ProblemBody, type Published } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';
import { type Filling, untilFilled } from '../parts/until-filled.ts';
import { type Draft, toSend } from './draft.ts';

/** How far putting a draft live is. */
export type Applying =
  | { readonly state: 'idle' | 'sending' }
  | ({ readonly state: 'filling' } & Filling)
  | { readonly state: 'done'; readonly published: Published; readonly tookMs: number }
  | { readonly state: 'refused'; readonly message: string; readonly problem: ProblemBody | null };

/** Puts drafts live, and tells how far that is. What was applied stays said until the next one. */
export function useApply({ client, key }: Countersign, applied: (sent: Draft, published: Published) => void) {
  const [applying, setApplying] = useState<Applying>({ state: 'idle' });
  const underWay = useRef<AbortController | null>(null);
  const queries = useQueryClient();
  const done = useRef(applied);
  done.current = applied;
  useEffect(() => () => underWay.current?.abort(), []);

  const apply = useCallback(
    async (draft: Draft, note: string) => {
      underWay.current?.abort();
      const mine = new AbortController();
      underWay.current = mine;
      const { signal } = mine;
      const startedMs = Date.now();
      setApplying({ state: 'sending' });
      const body = { files: toSend(draft.files), expected_active: draft.base, ...(note !== '' && { note }) };
      try {
        const published = await untilFilled(
          () => client.policy.apply(body, { signal }),
          (filling) => setApplying({ state: 'filling', ...filling }),
          signal,
        );
        // Known at once, or the next draft would seem to be made from another version than the live one.
        if (published.state === 'live') {
          queries.setQueryData([key, 'policy', 'live'], (live: LivePolicy | undefined) => {
            return live && { ...live, version: published.version, activation: published.activation };
          });
        }
        setApplying({ state: 'done', published, tookMs: Date.now() - startedMs });
        done.current(draft, published);
      } catch (error) {
        if (signal.aborted) return;
        const problem = error instanceof CountersignError ? error.problem : null;
        setApplying({ state: 'refused', message: error instanceof Error ? error.message : String(error), problem });
      }
      await queries.invalidateQueries({ queryKey: [key, 'policy'] });
    },
    [client, key, queries],
  );

  return {
    applying,
    apply,
    /** Stops waiting; features go on being filled, and another try finds them so. */
    stop() {
      underWay.current?.abort();
      setApplying({ state: 'idle' });
    },
  };
}
