import { useEffect, useRef, useState } from 'react';

const PAUSE_MS = 350;

/**
 * What is written in a field whose text, without blanks around it, stands in the address: the text, and how to write
 * it. `change` is called a moment after the last letter. What else changes the address (a chip, back and forward)
 * changes the field, and what comes back of its own letters never does: more may have been written since.
 */
export function useWritten(value: string, change: (value: string) => void): [string, (text: string) => void] {
  const [written, setWritten] = useState(value);
  const own = useRef<string[]>([]);
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => {
    const place = own.current.indexOf(value);
    own.current.splice(0, place + 1);
    if (place === -1) setWritten(value);
  }, [value]);
  useEffect(() => {
    const text = written.trim();
    if (text === value) return;
    const timer = setTimeout(() => {
      own.current.push(text);
      latest.current(text);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [written, value]);
  return [written, setWritten];
}
