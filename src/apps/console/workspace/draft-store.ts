import type { PackedDraft } from './draft.ts';

/** Where the draft of one person is kept in this browser. */
export interface DraftStore {
  read(): PackedDraft | null;
  /** Null forgets it. Gives whether it was kept: the browser may have no room, or keep nothing at all. */
  write(draft: PackedDraft | null): boolean;
}

/** The draft of whoever has this id, across reloads and until it is applied or thrown away. */
export function createDraftStore(
  userId: string,
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
): DraftStore {
  const key = `countersign.draft.${userId}`;
  return {
    read() {
      try {
        return packedFrom(JSON.parse(storage.getItem(key) ?? 'null'));
      } catch {
        return null;
      }
    },
    write(draft) {
      try {
        if (draft) storage.setItem(key, JSON.stringify(draft));
        else storage.removeItem(key);
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Another version of the console may have written it. */
function packedFrom(value: unknown): PackedDraft | null {
  if (typeof value !== 'object' || value === null) return null;
  const { base, changed } = value as Partial<PackedDraft>;
  if (typeof base !== 'string' || typeof changed !== 'object' || changed === null) return null;
  const isSound = Object.values(changed).every((text) => text === null || typeof text === 'string');
  return isSound ? { base, changed } : null;
}
