import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Published } from '../../../sdk/index.ts';
import type { Countersign } from '../client.ts';
import { versionQuery } from '../policy/policy-queries.ts';
import { useSession } from '../shell/session.ts';
import { changesOf, type Draft, draftOf, fromStored, leftOf, type PackedDraft, pack, unpack } from './draft.ts';
import { createDraftStore } from './draft-store.ts';

const KEEP_MS = 300;

/** The draft that somebody works on, and what became of keeping it. */
export interface Drafting {
  /** Null until the version that it is made from is there. */
  readonly draft: Draft | null;
  readonly error: unknown;
  /** Asks again for the version that it is made from. */
  retry(): unknown;
  /** Whether the browser keeps it over a reload. */
  readonly isKept: boolean;
  change(next: (draft: Draft) => Draft): void;
  /** Forgets what was changed: the next one is made from this version. */
  startOver(version: string): void;
  /** It was stored as it was `sent`: it is forgotten, but for what was typed since. */
  stored(sent: Draft, as: Published): void;
}

/** The draft kept in this browser or, without one, what is live; `live` is the version that is. */
export function useDraft(service: Countersign, live: string): Drafting {
  const userId = useSession()?.id ?? '';
  const store = useMemo(() => createDraftStore(userId, window.localStorage), [userId]);
  const [kept] = useState(() => store.read());
  const [base, setBase] = useState(kept?.base ?? live);
  const [changed, setChanged] = useState(kept);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [isKept, setIsKept] = useState(true);
  const latest = useRef<Draft | null>(null);
  // What this tab has in the store; null: nothing, and what another tab has there is not this one's to forget.
  const written = useRef<Draft | PackedDraft | null>(kept);
  const version = useQuery(versionQuery(service, base));

  const put = useCallback((next: Draft | null) => {
    latest.current = next;
    setDraft(next);
  }, []);
  const change = useCallback(
    (next: (draft: Draft) => Draft) => {
      if (latest.current) put(next(latest.current));
    },
    [put],
  );

  useEffect(() => {
    if (draft || version.data?.version !== base) return;
    const original = fromStored(version.data.files);
    const isChanged = changed?.base === base;
    const begun = isChanged ? unpack(changed, original) : draftOf(base, original);
    if (isChanged) written.current = begun;
    put(begun);
  }, [version.data, draft, base, changed, put]);

  const keep = useCallback(() => {
    const now = latest.current;
    if (!now || now === written.current) return;
    const isChanged = changesOf(now).length > 0;
    if (isChanged || written.current) setIsKept(store.write(isChanged ? pack(now) : null));
    written.current = isChanged ? now : null;
  }, [store]);
  useKeeping(draft, keep);

  const startOver = useCallback(
    (next: string) => {
      if (written.current) store.write(null);
      written.current = null;
      setChanged(null);
      put(null);
      setBase(next);
    },
    [store, put],
  );
  return {
    draft,
    error: version.error,
    retry: version.refetch,
    isKept,
    change,
    startOver,
    stored(sent, { state, version: as }) {
      const left = latest.current && leftOf(latest.current, sent, as);
      if (!left) startOver(state === 'waiting' ? live : as);
      // What waits for somebody is not live yet: a draft that goes on is made from what it was made from.
      else if (state !== 'waiting') put(left);
    },
  };
}

/** Keeps the draft a moment after each change, and at once when the page is left by a link or a reload. */
function useKeeping(draft: Draft | null, keep: () => void): void {
  useEffect(() => {
    if (!draft) return;
    const timer = setTimeout(keep, KEEP_MS);
    return () => clearTimeout(timer);
  }, [draft, keep]);
  useEffect(() => {
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [keep]);
}
