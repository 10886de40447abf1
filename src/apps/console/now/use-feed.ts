import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import type { StreamState } from '../../../sdk/index.ts';
import { useCountersign } from '../client.ts';
import { isSignedOut } from '../queries.ts';
import { type FeedRows, feedRows, NO_ROWS, type Told } from './feed-rows.ts';

/** How the line to the service stands; `refused`: it will not be tried again. */
export type Line = StreamState | { readonly kind: 'refused'; readonly error: unknown };

export interface LiveFeed {
  readonly rows: FeedRows;
  readonly line: Line;
  /** Lets what was held onto the list. */
  letGo(): void;
}

const RECENT = 100;
/** How often what was told is drawn. */
const DRAW_MS = 250;

/** Follows the decisions of the world that the address names, for as long as the component is there. */
export function useFeed(isHeld: boolean): LiveFeed {
  const { client } = useCountersign();
  const queries = useQueryClient();
  const [rows, act] = useReducer(feedRows, NO_ROWS);
  const [line, setLine] = useState<Line>({ kind: 'connecting' });
  const held = useRef(isHeld);
  held.current = isHeld;

  useEffect(() => {
    const leaving = new AbortController();
    const waiting: Told[] = [];
    const draw = setInterval(() => {
      if (waiting.length === 0) return;
      act({ kind: 'told', events: waiting.splice(0), atMs: Date.now(), isHeld: held.current });
    }, DRAW_MS);
    const onState = (state: StreamState) => {
      if (!leaving.signal.aborted) setLine(state);
    };
    async function follow(): Promise<void> {
      for await (const event of client.stream.follow({ recent: RECENT, signal: leaving.signal, onState })) {
        waiting.push(event);
      }
    }
    follow().catch((error: unknown) => {
      if (leaving.signal.aborted) return;
      setLine({ kind: 'refused', error });
      if (isSignedOut(error)) void queries.invalidateQueries({ queryKey: ['session'] });
    });
    return () => {
      leaving.abort();
      clearInterval(draw);
      act({ kind: 'forget' });
    };
  }, [client, queries]);

  useEffect(() => {
    if (!isHeld) act({ kind: 'let-go' });
  }, [isHeld]);

  return { rows, line, letGo: () => act({ kind: 'let-go' }) };
}
