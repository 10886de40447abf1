import { useState } from 'react';

/** Something that a press does, one at a time, and what went wrong with the last. */
export function useAct() {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  async function run(what: () => Promise<unknown>) {
    setIsBusy(true);
    try {
      await what();
      setError(null);
    } catch (thrown) {
      setError(thrown);
    }
    setIsBusy(false);
  }
  return { isBusy, error, act: (what: () => Promise<unknown>) => void run(what) };
}
