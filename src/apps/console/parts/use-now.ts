import { useEffect, useState } from 'react';

/** The time in milliseconds since 1970, anew each `everyMs`, so that what depends on it changes by itself. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
