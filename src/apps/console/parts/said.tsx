import { CloseButton } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';

interface Said {
  readonly text: string;
  readonly number: number;
}

let said: Said | null = null;
let number = 0;
const listeners = new Set<() => void>();

function set(next: Said | null): void {
  said = next;
  for (const listener of listeners) listener();
}

/** Tells what was just done, wherever one is by then: until the next act, or for a while. */
export function say(text: string): void {
  number += 1;
  set({ text, number });
}

const SHOWN_MS = 12_000;

/** What was just done, read out when it is; the pages that act have one. */
export function LatestSaid() {
  const latest = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
  useEffect(() => {
    if (latest === null) return;
    const timer = setTimeout(() => said === latest && set(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [latest]);
  // The region stands there before anything is said in it: only then is that read out.
  return (
    <div className="said" role="status" aria-live="polite" data-shown={latest !== null || undefined}>
      {latest && (
        <>
          <span>{latest.text}</span>
          <CloseButton size="sm" aria-label="Hide what was done" onClick={() => set(null)} />
        </>
      )}
    </div>
  );
}
