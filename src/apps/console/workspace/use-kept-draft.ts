import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Countersign } from '../client.ts';
import { versionQuery } from '../policy/policy-queries.ts';
import { useSession } from '../shell/session.ts';
import { changesOf, type Draft, draftOf, fromStored, pack, unpack } from './draft.ts';
import { createDraftStore } from './draft-store.ts';

/** The draft that whoever is signed in left in the editor, to be used and added to from elsewhere. */
export interface KeptDraft {
  /** Null while it is not known yet, or where nothing is changed. */
  readonly draft: Draft | null;
  /** What `change` makes of it, or of this version where nothing is changed, is kept. Rejects with why it is not. */
  keep(base: string, change: (draft: Draft) => Draft): Promise<Draft>;
}

/** The draft as it is kept in this browser when the page is opened. */
export function useKeptDraft(service: Countersign): KeptDraft {
  const { client } = service;
  const userId = useSession()?.id ?? '';
  const store = useMemo(() => createDraftStore(userId, window.localStorage), [userId]);
  const [kept] = useState(() => store.read());
  const base = useQuery({ ...versionQuery(service, kept?.base ?? ''), enabled: kept !== null });
  const draft = useMemo(() => {
    if (!kept || !base.data) return null;
    const unpacked = unpack(kept, fromStored(base.data.files));
    return changesOf(unpacked).length > 0 ? unpacked : null;
  }, [kept, base.data]);
  return {
    draft,
    async keep(version, change) {
      // As it is by now: the editor may be open in another window.
      const before = store.read();
      const { files } = await client.policy.version(before?.base ?? version);
      const original = fromStored(files);
      const next = change(before ? unpack(before, original) : draftOf(version, original));
      if (!store.write(pack(next))) throw new Error('this browser keeps no draft: it has no room, or keeps nothing');
      return next;
    },
  };
}
