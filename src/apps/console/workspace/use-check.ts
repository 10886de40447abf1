import { useCallback, useEffect, useRef, useState } from 'react';
import type { CheckReport } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';
import { type Files, toSend } from './draft.ts';

const TYPING_MS = 400;
const RETRY_MS = 3_000;

/** What the service says of the draft. */
export interface Checking {
  /** The last answer, and the files that it is about; null before the first. */
  readonly report: { readonly said: CheckReport; readonly files: Files } | null;
  /** How the cases came out when they were last run. */
  readonly cases: { readonly said: CheckReport['cases']; readonly files: Files } | null;
  readonly isRunning: boolean;
  /** Why there is no newer answer. */
  readonly error: unknown;
  /** Checks at once and runs the cases, too. */
  run(): void;
}

/**
 * Has the files checked a moment after they change. What is outdated is broken off; while the service can't be reached
 * the last answer stays, and it is asked again.
 */
export function useCheck({ client }: Countersign, files: Files | null): Checking {
  const [report, setReport] = useState<Checking['report']>(null);
  const [cases, setCases] = useState<Checking['cases']>(null);
  const [error, setError] = useState<unknown>(null);
  const [running, setRunning] = useState(0);
  const underWay = useRef<AbortController | null>(null);
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wantsCases = useRef(false);

  const check = useCallback(
    async (checked: Files, withCases: boolean) => {
      underWay.current?.abort();
      const mine = new AbortController();
      underWay.current = mine;
      wantsCases.current = withCases;
      setRunning((count) => count + 1);
      try {
        const body = { files: toSend(checked), cases: withCases };
        const said = await client.policy.check(body, { signal: mine.signal });
        if (mine.signal.aborted) return;
        setReport({ said, files: checked });
        if (withCases && said.version !== null) setCases({ said: said.cases, files: checked });
        setError(null);
      } catch (caught) {
        if (!mine.signal.aborted) setError(caught);
      } finally {
        setRunning((count) => count - 1);
      }
    },
    [client],
  );

  useEffect(() => {
    if (!files) return;
    typing.current = setTimeout(() => void check(files, false), TYPING_MS);
    return () => clearTimeout(typing.current);
  }, [files, check]);

  useEffect(() => {
    if (!files || error === null) return;
    const timer = setInterval(() => void check(files, wantsCases.current), RETRY_MS);
    return () => clearInterval(timer);
  }, [files, error, check]);

  useEffect(() => () => underWay.current?.abort(), []);

  const run = useCallback(() => {
    // What is checked at once is not to be broken off by the check that was to come.
    clearTimeout(typing.current);
    if (files) void check(files, true);
  }, [files, check]);
  return { report, cases, isRunning: running > 0, error, run };
}
