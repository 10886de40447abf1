import { useEffect, useRef, useState } from 'react';
import { type Moves, readMoves, writeMoves } from './bounds.ts';

/** How long a slider must rest before the address says where: browsers take few changes of it in a second. */
const REST_MS = 300;

/** What was moved: at once on the page, and a moment later in the address, which may also change by itself. */
export function useMoves(at: string, write: (at: string | undefined) => void): [Moves, (moves: Moves) => void] {
  const [moves, setMoves] = useState<Moves>(() => readMoves(at));
  const written = useRef(at);
  const latest = useRef(write);
  latest.current = write;
  useEffect(() => {
    if (at === written.current) return;
    written.current = at;
    setMoves(readMoves(at));
  }, [at]);
  useEffect(() => {
    const text = writeMoves(moves);
    if (text === written.current) return;
    const timer = setTimeout(() => {
      written.current = text;
      latest.current(text || undefined);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [moves]);
  return [moves, setMoves];
}
