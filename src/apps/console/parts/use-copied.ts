import { useState } from 'react';

const SAID_MS = 1_500;

/** Copies a text, and tells for a moment that it was. Without leave for the clipboard it does neither. */
export function useCopied(text: string) {
  const [isCopied, setIsCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
      setTimeout(() => setIsCopied(false), SAID_MS);
    } catch {
      // What is shown can be marked by hand, or read on hover.
    }
  }
  return { isCopied, copy };
}
